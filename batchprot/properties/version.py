"""The version of the numbers.

`ENGINE_VERSION` is stored with every job and printed in every export. It changes whenever any value that the
engine produces changes: a stored digest in the tests notices when somebody forgets.
"""

ENGINE_VERSION = "1.6.0"
