package hiac

allow if true
