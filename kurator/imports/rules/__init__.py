"""
How a table in a text file is read: encoding, delimiter, records, kinds of columns, values.

The law: what is certain is recognized, what is ambiguous is asked, what is impossible is refused
with its row and column. Nothing is guessed and nothing is dropped in silence.
"""
