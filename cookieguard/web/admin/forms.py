"""The forms of the admin: what they take and how long it may be, not what the values mean."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

LONGEST_NOTE = 500


class SignInForm(FlaskForm):
    """An address and a password; `next` is where the operator was going."""

    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=1024)])
    next = HiddenField(validators=[Length(max=500)])


class PublishForm(FlaskForm):
    """The note that goes with a publication; `draft` names the draft that the operator has looked at."""

    note = StringField(
        "What changes, and why?",
        [
            DataRequired("Write a short note: it stays with this version for good."),
            Length(max=LONGEST_NOTE, message=f"Keep the note under {LONGEST_NOTE} characters."),
        ],
        filters=[lambda note: note.strip() if note else note],
    )
    draft = HiddenField(validators=[InputRequired(), Length(max=64)])
