"""Reading documents and comparing faces: the only place that knows OpenCV and Tesseract."""
