"""The measured limits of every judgement of files, pictures and faces. Figures only: reading them loads nothing."""

# A file.
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 64_000_000
# Only a JPEG can be made smaller while it is decoded; the others stand in memory whole.
MAX_PIXELS_WHOLE = 24_000_000
LEAST_SIDE = 320
WORKING_SIDE = 2000

# Faces. From ../shared/evidence/identity.md C4 and D: on 27,000 card-against-selfie pairs 0.40 let 0.007 % of strangers
# pass.
DETECTION_SCORE = 0.8
VERIFIED_COSINE = 0.40
REVIEW_COSINE = 0.30
SAME_PICTURE_COSINE = 0.93
SELFIE_FACE_PX = 160

# A head that turns. From the same evidence, C4: a flat photograph turned 35° moves the nose by at most 0.14 of the
# distance between the eyes (p95), 0.20 at 45°.
TURN_LEAST = 0.22
TURN_SAME_FACE = 0.5
TURN_SECONDS = 60
# Peak of the face's spectrum over its ring, log10 (identity.vision.detectors). Measured on drawn selfies 0.96 to 1.54;
# on the same with the pattern of a screen or of print simulated, 3.04 to 4.63. No real screen was at hand.
RECAPTURE_PEAK = 2.4
# The same of a card, at one frequency in most of six parts of it. Measured on 146 drawn photographs of cards, turned or
# not, 0.8 to 2.06, and to 2.31 in shaken ones; of 12 screens 2.49 to 3.64; of 24 faint ones 1.2 to 2.8, so most of
# those pass. Of 280 prints and screens simulated, seen askew or not, 241 are over it; a median of the parts' own peaks,
# whose limit cards that lay turned kept at 2.6, found 209.
RECAPTURE_CARD = 2.4

# Limits. Chroma, card width and glare are those of ../shared/evidence/identity.md C5. Blur is measured here as the
# deviation, in pixels of the card laid flat, of the blur that explains its sharpest edges, in the worse of both axes.
# Measured on drawn cards: 0.76 sharp; every number and zone still read at 1.77, none for certain from 1.93. A shaken
# picture measures less (1.05 to 1.63 against 0.76) and fails sooner, so from 1.0 on blur is named as the likely cause
# when something could not be read.
BLUR_REJECT = 1.85
BLUR_SUSPECT = 1.0
GLARE_SHARE = 0.025
# Share of the card under a finger, named where something was not read. Measured on drawn backs: 0.055 to 0.077 with a
# thumb over the zone; 0 on 60 others, shaken, dim, shone on or not.
COVERED_SHARE = 0.02
LEAST_CHROMA = 2.0
# A card pale enough to be under that may still carry a flag or a stamp. Measured, distance of the most colourful
# hundredth from the usual tint: 4.6 and more on 200 faces in colour, at most 3.7 on the same in black and white, dark
# and with noise and JPEG added.
LEAST_COLOUR = 4.2
LEAST_CARD_PX = 500
LEAST_LIGHT = 45.0
