"""Reading documents and comparing faces: the only place that knows OpenCV and Tesseract."""

import os

# Read when OpenCV loads, after this line: its remarks on engines and targets are no news to an operator.
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
