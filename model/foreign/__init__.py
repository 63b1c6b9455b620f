"""Networks that nobody here trained: read from a file, checked, laid out as ours, measured and put in a folder.

A reader for each format (`safetensors_file`, `pytorch_file`, `keras_file`) makes a `ForeignNetwork` of a file;
`vocabulary` and `reading` make a tokeniser of what names its tokens; `plan` joins them and says what will be done
before anything is written; `card` measures what the page needs; `placing` writes.
"""
