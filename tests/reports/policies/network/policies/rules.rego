package hiac

# http.send is not there
deny contains "x" if {
	answer := http.send({"method": "GET", "url": "http://127.0.0.1"})
	answer.status_code != 200
}
