class StartError(Exception):
    """Its message says what is wrong and what to do; the operator sees it without a traceback."""
