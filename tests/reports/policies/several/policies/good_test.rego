package good_test

test_it if {
