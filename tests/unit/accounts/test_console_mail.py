from accounts.console_mail import ConsoleMail


def test_a_mail_is_printed(capsys):
    ConsoleMail().send("ada@example.org", "Choose a new password", "Open the link.")
    assert capsys.readouterr().out == "Mail to ada@example.org\nSubject: Choose a new password\n\nOpen the link.\n"
