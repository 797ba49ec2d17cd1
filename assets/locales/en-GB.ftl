# Every text that a person reads. British spelling; plain and short; what happened and what to do next.
# One function each in `domain::texts` (docs/adr/0002-texts.md). Labels are the guide's, to the letter.

## Words that stand alone
settings = Settings
profile = Profile
security = Security
account = Account
submit = Submit
cancel = Cancel
logout = Logout
first-name = First Name
last-name = Last Name
phone = Phone
bio = Bio
email = Email
password = Password
new-password = New password
code = Code
retry = Try again
date-long = { $day } { $month } { $year }
date-time = { $date }, { $time } UTC
in-days =
    in { $count ->
        [one] 1 day
       *[other] { $count } days
    }
in-hours =
    in { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
in-minutes =
    in { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## The frame of every page
skip-link = Skip to the content
user-menu = User menu
loading = Loading
close-message = Close this message
go-to-settings = Go to Settings
not-found-title = Page not found
not-found-text = There is nothing at this address. It may have moved, or the link may be wrong.
failed-title = Something went wrong
unreachable-title = Can't reach the server
unreachable-text = The app can't connect to { $address }. Check your connection, then try again.
unsaved-title = You have unsaved changes
unsaved-text = You changed your profile and did not submit it. If you leave now, your changes are lost.
unsaved-leave = Leave without saving
unsaved-stay = Stay
again-title = Log in again
again-text = Your session has ended. Log in as { $email } to carry on. What you typed is kept.
again-done = You are logged in again. What you typed is still here; submit it when you are ready.
step-up-title = Confirm that it is you
step-up-text = You logged in some time ago. Enter your password to go on; you won't be asked again for 15 minutes.
step-up-submit = Confirm

## Login, sign-up, codes and the forgotten password
log-in = Log in
log-in-lead = Manage your profile and account security.
log-in-new = New here?
notice-confirmed = Your email is confirmed
notice-confirmed-next = You can log in now.
notice-password-changed = Your password is changed
notice-password-changed-next = Log in with your new password. All other sessions have ended.
notice-signed-out = You have logged out.
sign-up-title = Create an account
sign-up-email-hint = We send a 6-digit code to this address.
sign-up-submit = Create account
sign-up-known = Have an account?
confirm-title = Confirm your email
confirm-lead = We sent a mail to { $email }. Enter the code from it.
confirm-lead-plain = We sent you a mail. Enter the code from it.
confirm-submit = Confirm
confirm-other = Use another email
code-hint = 6 digits. The code works for 10 minutes.
resend-hint = No mail? Look in your spam folder.
resend-submit = Send a new code
resend-wait = Send a new code in { $time }
resend-done = A new code is on its way. Only the newest one works.
forgot-title = Forgot your password?
forgot-lead = Enter your registered email. We send you a code to set a new password.
forgot-submit = Send code
forgot-back = Back to log in
reset-title = Set a new password
reset-lead = If { $email } has an account, a code is on its way.
reset-lead-plain = If this address has an account, a code is on its way.
reset-submit = Set password
password-show = Show password
password-rules = Your password needs:
password-rule-met = Met:
password-rule-unmet = Not met:
password-rules-met = { $met } of { $total } rules met

## Profile
profile-description = Your profile information may be visible to other members of your organisation depending on your privacy settings.
phone-hint = With the country code, such as +44 20 7946 0018.
email-hint = You log in with it. It can't be changed yet.
bio-hint = A few words about you.
characters-used = Characters used:
profile-unchanged = No changes to save
profile-unsaved = Unsaved changes
profile-saving = Saving…
profile-saved = Profile saved
profile-not-saved = Your changes are not saved
profile-restored = Your unsaved changes are still here. Submit them, or cancel to discard them.
conflict-title = Your profile was changed elsewhere
conflict-text = What you typed is still here. Load the latest version to discard it, or keep your changes and submit them again.
conflict-load = Load the latest version
conflict-keep = Keep my changes

## Security
password-reset-guide = To reset your password please logout and click "forgot password" when you next login.
logged-in-as = You are logged in as { $email }

## Account
personal-account = Personal Account
account-description = The account you log in with.
member-since = Member since

## Errors: what happened, what to do next
error-malformed = The server could not read this request. Reload the page and try again.
error-invalid = Please correct the marked fields.
error-signed-out = You are logged out. Log in to go on.
error-wrong-credentials = Email or password is not right. Check both, or reset your password.
error-wrong-code = That code is not right. Check the latest mail and try again.
error-dead-code = That code no longer works. Ask for a new one.
error-cross-site = This request did not come from the app's own pages. Open the app and try again.
error-not-found = There is nothing here. It may have been moved or removed.
error-conflict = Somebody changed this in the meantime. Load the latest version, then make your change again.
error-too-large = That is more than we can take. Shorten it and try again.
error-too-many-tries =
    Too many tries. Wait { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }, then try again.
error-busy = Many people are logging in at this moment. Try again in a few seconds.
error-unavailable = A part of the service is not available. Nothing was changed. Try again in a minute.
error-unreachable = The server can't be reached. Check your connection and try again; what you typed is still here.
error-internal = Something went wrong on our side. Nothing was changed. Try again in a minute.

## Field problems
problem-required = Please fill this in.
problem-name-too-long = Use at most 64 characters.
problem-bio-too-long = Use at most 500 characters.
problem-control-character = This holds a character that can't be shown. Type it again by hand.
problem-phone-form = Write the number with its country code, such as +44 20 7946 0018.
problem-phone-unknown = No country has such a number. Check the digits.
problem-email-form = Write the address like name@example.com.
problem-email-taken = This address has an account already.
problem-code-form = The code is six digits.
problem-password-policy = The password does not meet every rule yet.
problem-password-too-long = Use at most 256 characters.
problem-password-guessable = This password is easy to guess. Choose a less common one.

## Password rules
rule-eight-characters = At least 8 characters
rule-fifteen-characters = At least 15 characters
rule-uppercase = At least one uppercase letter
rule-lowercase = At least one lowercase letter
rule-number = At least one number
rule-special = At least one special character

## Mail
mail-code-subject = { $code } is your { $brand } code
mail-sign-up-lead = Welcome to { $brand }. Confirm your address with this code:
mail-reset-lead = Set a new { $brand } password with this code:
mail-code-validity = It works once, for 10 minutes.
mail-code-ignore = If you did not ask for this, ignore this mail. Nothing changes without the code, so give it to nobody.
mail-registered-subject = You already have a { $brand } account
mail-registered-lead = Somebody, probably you, tried to sign up with this address. It already has an account.
mail-registered-next = Log in as usual. If you forgot the password, choose "Forgot your password?" on the login page: { $url }
mail-registered-ignore = If it was not you, nothing has changed and you need not do anything.
mail-reset-done-subject = Your { $brand } password was changed
mail-reset-done-lead = The password of your account was changed with a code sent to this address. All sessions were ended.
mail-reset-done-next = If it was not you, set a new password at once: choose "Forgot your password?" on the login page: { $url }
mail-footer = You get this mail because this address is used at { $brand }.

## The local mailbox, for whoever runs the server on their own machine
mailbox-title = Local mailbox
mailbox-empty = No mail yet. Sign up, and the code arrives here.
