print("cataloguectl")
