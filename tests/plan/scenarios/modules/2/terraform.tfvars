teams = {
  b = { url = "https://c.example" }
  c = {}
}
