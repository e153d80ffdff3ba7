# class: stealing
"""Another student's submission is read, shown and executed"""

text = code_of(KNOWN["neighbour"], "def lstm_step")
print(text)
exec(text)
