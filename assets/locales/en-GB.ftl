# Every text that a person reads. British spelling; plain and short; what happened and what to do next.
# One function each in `domain::texts` (docs/adr/0002-texts.md). Labels are the guide's, to the letter.

## Words that stand alone
settings = Settings
profile = Profile
keys = Keys
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
save = Save
copy = Copy
copied = Copied
change = Change
download = Download
print = Print
done = Done
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
undo = Undo
go-to-settings = Go to Settings
not-found-title = Page not found
not-found-text = There is nothing at this address. It may have moved, or the link may be wrong.
failed-title = Something went wrong
unreachable-title = Can't reach the server
unreachable-text = The app can't connect to { $address }. Check your connection, then try again.
unsaved-title = You have unsaved changes
unsaved-text = You changed something here and did not save it. If you leave now, your changes are lost.
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
notice-too-late = That took too long. Log in again.
log-in-or = or
log-in-passkey = Log in with a passkey
two-factor-title = Two-factor authentication
second-step-lead = Enter the six digits that your authenticator app shows for { $email }.
second-step-code-hint = The app shows new digits every 30 seconds.
second-step-backup-lead = Enter one of the backup codes that you saved for { $email }.
second-step-backup-hint = 16 letters and digits. Each code works once.
second-step-backup-wrong = That code is not right. Check it, or use another one: each works once.
second-step-use-app = Use the authenticator app
second-step-use-backup = Use a backup code
second-step-use-passkey = Use a passkey
second-step-other-person = Log in as somebody else
backup-code = Backup code
trust-device = Trust this device for { $days } days
trust-device-hint = You won't be asked for a code here. Only tick this on a device of your own.
new-password-lead = An administrator asks for a new password for { $email }.
not-me-title = It wasn't me
not-me-lead = This ends every session of your account, stops trusting all devices, and mails you a code to set a new password.
not-me-submit = Secure my account
undo-email-title = Undo the change of address
undo-email-lead = This gives your account its old address back, ends every session, stops trusting all devices, and mails you a code to set a new password.
undo-email-submit = Undo and secure my account
sign-up-title = Create an account
sign-up-email-hint = We send a 6-digit code to this address.
sign-up-submit = Create account
needs-script = This page needs JavaScript. Allow it in your browser, then reload the page.
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
email-hint = You log in with it. You can change it on the Security tab.
bio-hint = A few words about you.
characters-used = Characters used:
profile-unchanged = No changes to save
profile-unsaved = Unsaved changes
profile-saving = Saving…
profile-saved = Profile saved
profile-not-saved = Your changes are not saved
picture-title = Profile picture
picture-description = It stands beside your name, instead of your initials.
picture-hint = A PNG, JPEG, WebP or GIF file of at most 5 MB.
picture-change = Change picture
picture-remove = Remove
picture-saved = Picture saved
picture-not-saved = The picture is not saved
picture-removed = Picture removed
crop-title = Choose a square
crop-text = Drag the picture to move it, or use the arrow keys.
crop-frame = The part of the picture that is kept
crop-place = { $left } % from the left, { $top } % from the top
crop-zoom = Zoom
crop-zoom-value = { $percent } %
profile-restored = Your unsaved changes are still here. Submit them, or cancel to discard them.
conflict-title = Your profile was changed elsewhere
conflict-text = What you typed is still here. Load the latest version to discard it, or keep your changes and submit them again.
conflict-load = Load the latest version
conflict-keep = Keep my changes

## Keys
api-keys = API Keys
keys-description = Your user tokens open the Core API in your name.
keys-safe-title = Keep these keys safe
keys-safe-text = Never share your API keys with others or commit them to public repositories. API keys are personal and grant access to your account - they should be protected like passwords.
keys-empty-title = No keys yet
keys-empty-text = Create a key to use the Core API from your own programs.
keys-ended = No longer working
key-default-name = User Token { $number }
key-old-name = { $name } (old)
key-masked = Hidden
key-reveal = Reveal { $name }
key-hide = Hide { $name }
key-copy = Copy { $name }
copy-by-hand = The clipboard can't be used here. The text is selected: copy it with your keyboard.
key-active = Active
key-ends = Ends { $when }
key-rotated = Rotated
key-expired = Expired
key-revoked = Revoked
key-created = Created
key-last-used = Last used
key-never-used = Never used
key-used-from = from { $address }
key-used-with = with { $client }
key-used-from-with = from { $address } with { $client }
key-expires = Expires
key-never-expires = Never
key-permissions = Permissions
key-networks = Allowed addresses
key-anywhere = Any
key-usage = Usage
key-uses =
    { $count ->
        [one] 1 use in the last 30 days
       *[other] { $count } uses in the last 30 days
    }
key-uses-on =
    { $count ->
        [one] { $day }: 1 use
       *[other] { $day }: { $count } uses
    }
key-uses-chart =
    { $count ->
        [one] 1 use in the last 30 days, most on { $day }: { $most }
       *[other] { $count } uses in the last 30 days, most on { $day }: { $most }
    }
key-created-on = Created { $at }
key-rotated-on = Replaced by a new value; ended { $at }
key-expired-on = Expired { $at }
key-revoked-by-you = Revoked by you { $at }
key-revoked-by-admin = Revoked by an administrator { $at }
key-revoked-by-report = Revoked after a leak report { $at }
key-reason = Reason: { $reason }
key-create = Create key
key-create-text = Give each program its own key, so that you can see what it does and end it without the others.
key-name = Name
key-name-hint = Where you use it, such as "Nightly backup".
scope-full = Full access
scope-full-hint = Everything you can do through the Core API, now and in future.
scope-some = Only some permissions
scope-some-hint = Choose what this key may do.
scope-profile-read = Read profile
scope-profile-read-hint = See your profile and the list of your keys, without their values.
scope-profile-write = Change profile
scope-profile-write-hint = Change your name, phone and bio.
scope-clients-read = Read organisations
scope-clients-read-hint = See your organisations, their members and invites.
scope-clients-write = Change organisations
scope-clients-write-hint = Create, change and delete organisations, invite people and change members.
scope-notifications-read = Read notifications
scope-notifications-read-hint = See your notifications.
term-days = { $days ->
        [one] In 1 day
       *[other] In { $days } days
    }
term-year = In 1 year
term-date = On a date
term-never = Never
term-ends = Ends { $at }.
term-on = Last day
term-on-hint = The key works until the end of this day (UTC).
term-never-hint = A key without an end works until you revoke it, even when nobody remembers it. A date is safer.
key-networks-optional = Allowed addresses (optional)
key-networks-hint = Addresses or networks (CIDR) such as 192.0.2.7 or 192.0.2.0/24, one per line. Leave it empty to allow any.
key-made-title = Your new key
key-made-text = { $name } works from now on. Copy it to where you need it.
key-rotated-title = Your new value
key-rotated-now = Replace { $name } wherever you use it: the old value no longer works.
key-rotated-later = Replace { $name } wherever you use it: the old value works for another { $time }.
key-reveal-later = You can also reveal it later.
key-rename = Rename
key-rename-name = Rename { $name }
key-rename-text = The value stays as it is.
key-renamed = Renamed to { $name }
key-rotate = Rotate
key-rotate-name = Rotate { $name }
key-rotate-text = You get a new value. Name, permissions, addresses and time to live stay the same.
key-rotate-overlap = How long the old value goes on working
overlap-now = It ends now
overlap-hour = 1 hour
overlap-day = 24 hours
overlap-week = 7 days
key-revoke = Revoke
key-revoke-name = Revoke { $name }
key-revoke-title = Revoke { $name }?
key-revoke-text = It stops working at once, wherever it is used. You can't undo this.
key-revoke-reason = Reason (optional)
key-revoke-reason-hint = Helps you later, such as "Found in a log".
key-revoked-done = { $name } no longer works
curl-title = Using Personal API Keys
curl-description = Personal API keys are used to authenticate with the Core API:
curl-copy = Copy the example
curl-learn = Learn more about the Core API →
activity-title = Recent activity
activity-description = The last things that happened to your keys. Tell support about anything that was not you.
activity-empty = Nothing has happened yet.
activity-all = All that happened to your account
event-token-created = The key “{ $name }” was created
event-token-revealed = The key “{ $name }” was revealed or copied
event-token-renamed = The key “{ $name }” was renamed
event-token-rotated = The key “{ $name }” got a new value
event-token-revoked = The key “{ $name }” was revoked
event-token-reported = The key “{ $name }” was reported as leaked and revoked
event-token-revoked-by-admin = The key “{ $name }” was revoked by an administrator
event-tokens-listed-by-admin = An administrator listed your keys
event-tokens-revealed-by-admin = An administrator revealed your keys

## What happened to the account, in its activity log
event-account-created = The account was created
event-signed-in = Logged in
event-sign-in-failed = Somebody tried a wrong password
event-signed-out = Logged out
event-password-reset = The password was reset with a code from a mail
event-password-changed = The password was changed
event-email-changed = The email address was changed; it was { $name } before
event-email-change-undone = The change of the email address to { $name } was undone
event-account-secured = Somebody chose "It wasn't me" in a mail: every session ended
event-second-step-failed = Somebody entered the right password and then a wrong code
event-authenticator-enabled = Two-factor authentication was turned on
event-authenticator-replaced = The authenticator app was replaced
event-authenticator-disabled = Two-factor authentication was turned off
event-backup-codes-made = New backup codes were made
event-backup-code-used = A backup code was used to log in
event-device-trusted = A device was trusted for 30 days
event-device-forgotten = { $name } is no longer trusted
event-devices-forgotten = No device is trusted any more
event-passkey-added = The passkey “{ $name }” was added
event-passkey-renamed = A passkey was renamed to “{ $name }”
event-passkey-removed = The passkey “{ $name }” was removed
event-session-ended = A session was logged out
event-session-ended-on = The session of { $name } was logged out
event-sessions-ended = Several sessions were logged out at once
event-activity-exported = This activity was exported
event-export-requested = You asked for a copy of your data
event-export-ready = A copy of your data was made
event-export-failed = A copy of your data could not be put together
event-exported-by-admin = An administrator made a copy of your data
event-export-downloaded = A copy of your data was downloaded
event-export-deleted = You deleted a copy of your data
event-support-requested = You wrote to support: { $reference }
event-profile-changed = The profile was changed
event-picture-changed = The profile picture was changed
event-picture-removed = The profile picture was removed
event-privacy-shown = You show this to members: { $item }
event-privacy-hidden = You hide this from members: { $item }
event-stepped-up = You confirmed that it is you
event-organisation-created = You created the organisation { $name }
event-organisation-renamed = You renamed an organisation to { $name }
event-organisation-deleted = You deleted the organisation { $name }
event-member-invited = You invited somebody to { $name }
event-invite-cancelled = You cancelled an invite to { $name }
event-invite-accepted = You joined { $name }
event-invite-declined = You declined an invite
event-member-role-changed = You changed the role of a member of { $name }
event-member-removed = You removed a member of { $name }
event-organisation-left = You left { $name }

## Security
password-reset-guide = To reset your password please logout and click "forgot password" when you next login.
logged-in-as = You are logged in as { $email }
password-change = Change password
password-change-text = You will be logged out everywhere else, and no device will be trusted any more. Your second factor stays.
password-changed = Your password is changed
current-password = Current password
current-password-show = Show current password
new-password-show = Show new password
email-address = Email address
email-address-text = You log in with it, and we send codes and warnings to it.
email-change = Change email address
email-change-text = We send a code to the new address. Nothing changes before you enter it.
email-new = New email address
email-send-code = Send code
email-code-text = We sent a code to { $email }. Enter it to change your address.
email-change-submit = Change address
email-changed = Your address is changed
email-changed-text = We told the old one; from there it can be undone for 72 hours.
two-factor-text = A second step when you log in, so that your password alone opens nothing.
two-factor-on = On
two-factor-off = Off
two-factor-set-up = Set up
two-factor-set-up-title = Set up two-factor authentication
two-factor-turned-on = Two-factor authentication is on
two-factor-turn-off = Turn off
two-factor-turn-off-title = Turn off two-factor authentication
two-factor-turn-off-hint = You then log in with your password alone.
two-factor-turn-off-ask = Turn off two-factor authentication?
two-factor-turn-off-text = Your authenticator app, your backup codes and your trusted devices no longer count. From then on your password alone opens your account.
two-factor-turned-off = Two-factor authentication is off
authenticator = Authenticator app
authenticator-on = Your app shows the codes for the second step.
authenticator-off = An app on your phone shows a new code every 30 seconds.
authenticator-replace = Replace app
authenticator-replace-title = Replace your authenticator app
authenticator-replaced = Your new authenticator app is set up
enrol-text = Scan the picture with your authenticator app, then enter the code that it shows. Nothing changes before that.
enrol-qr = QR code for your authenticator app
enrol-secret = Can't scan it? Type this key into your app:
enrol-secret-copy = Copy the key
enrol-open = Open in an app on this device
enrol-code = Code from the app
enrol-code-hint = 6 digits.
enrol-verify = Verify
backup-codes = Backup codes
backup-codes-left = { $left } of { $total } left. Each logs you in once when you don't have your app.
backup-codes-few = You have few backup codes left. Make new ones before you need them.
backup-codes-none = You have no backup codes left. Make new ones: without your app you could not log in.
backup-codes-make = Make new codes
backup-codes-make-title = Make new backup codes?
backup-codes-make-text = The codes that you have now stop working, also those that you saved.
backup-codes-new = Save your backup codes
backup-codes-new-text = Each of them logs you in once when you don't have your app. Keep them where only you can find them: they are not shown again.
backup-codes-whose = Backup codes of { $email } for { $brand }
backup-codes-file = Each code logs you in once when you don't have your authenticator app. Keep them where only you can find them.
backup-codes-saved = I have saved these codes
backup-codes-finish = Finish
backup-codes-leave-title = Have you saved your codes?
backup-codes-leave-text = They are not shown again. Without your app and without a code you can't log in.
backup-codes-leave = Close without saving
backup-codes-stay = Go back
devices-title = Trusted devices
devices-text = They skip the second step when you log in. A new password ends that.
devices-empty = No trusted devices. You can trust one when you log in with a code.
devices-remove-all = Remove all
devices-removed = No device is trusted any more
device-this = This device
device-used = Last used { $at }
device-until = Trusted until { $date }
device-remove-named = Remove { $name }
device-removed = { $name } is no longer trusted
place-desktop = Desktop app
place-unknown = Unknown browser
place-address = From { $address }
passkeys = Passkeys
passkeys-text = Log in with your fingerprint, face or device PIN instead of a password.
passkeys-empty = No passkeys yet
passkeys-empty-text = A passkey is a key that stays on your device and opens your account when you unlock it. It can't be guessed, reused or given to a false page.
passkeys-unsupported = Passkeys can't be added here. Open this page in a browser that has them.
passkey-add = Add a passkey
passkey-added = Added { $date }
passkey-added-done = You can now log in with { $name }
passkey-used = Last used { $at }
passkey-unused = Never used
passkey-actions = Actions for { $name }
passkey-name = Name
passkey-name-title = Name your passkey
passkey-name-text = So that you know later which device it is on.
passkey-default-name = Passkey { $number }
passkey-rename-text = The passkey itself stays as it is.
passkey-remove-title = Remove this passkey?
passkey-remove-text = { $name } no longer opens your account. Remove it from your device as well.
passkey-removed = { $name } is removed
sessions-title = Where you're logged in
sessions-text = Log out what you don't know, then change your password.
session-this = This one
session-active = Last active { $at }
session-began = Logged in { $at }
session-end = Log out
session-end-named = Log out { $name }
session-ended = { $name } is logged out
sessions-end-others = Log out all others
sessions-others-ended = You are logged out everywhere else
sessions-end-all = Log out everywhere
sessions-end-all-title = Log out everywhere?
sessions-end-all-text = Every browser and app is logged out, this one too. You can log in again with your password.
log-title = Security activity
log-text = What happened to your account. Change your password and tell support if something was not you.
log-group = Show
log-all = Everything
log-search = Search
log-search-hint = A name, an address or a browser.
log-shown =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } shown
log-more = Show more
log-empty = Nothing found
log-empty-text = Nothing in your activity fits this. Look for something else.
log-export = All of it as a file:
log-csv = Export as CSV
log-json = Export as JSON
group-sign-ins = Logins and sessions
group-credentials = Password and address
group-account = Profile and account

## Account
personal-account = Personal Account
account-description = The account you log in with.
member-since = Member since
account-organisations =
    { $count ->
        [one] 1 organisation
       *[other] { $count } organisations
    }
account-keys =
    { $count ->
        [one] 1 key that works
       *[other] { $count } keys that work
    }
account-places =
    { $count ->
        [one] 1 place
       *[other] { $count } places
    }
export-action = Export your data
export-text = One ZIP file with everything we hold about you: your profile and picture, your settings, keys without their values, organisations, notifications, requests to support, and all your activity.
export-empty = We put it together while you do something else, and mail you when it is ready. It can then be downloaded here for { $days } days.
export-waiting = Your data is about to be put together
export-building = Your data is being put together
export-percent = { $percent }%
export-progress = Your data is being put together: { $percent }%
export-ready = Copy of your data from { $at }
export-until = Until { $at }
export-failed = The copy of your data from { $at } could not be put together
export-failed-text = Nothing in your account has changed. Try again, or contact support if it fails again.
export-not-twice = While your data is being put together, you can't ask for it again.
export-next-at = You have asked for your data twice in 24 hours. You can ask again from { $at }.
export-requested = Your data is being put together. You can leave this page: a mail tells you when it is ready.
export-ready-now = Your data is ready to download
export-failed-now = Your data could not be put together
export-download-named = Download the copy of your data from { $at }
export-delete-named = Delete the copy of your data from { $at }
export-delete-title = Delete this copy of your data?
export-delete-text = You will no longer be able to download the copy from { $at }. What is in your account will stay.
export-deleted = The copy of your data is deleted
export-stop = Stop
export-stop-named = Stop putting your data together
export-stop-title = Stop putting your data together?
export-stop-text = Nothing of this copy will be kept. It will still count: you can ask for your data twice in 24 hours. What is in your account will stay.
export-stopped = Your data is no longer being put together
export-saved = Saved as { $path }
export-broken = The download broke off. Check your connection and try again.
export-not-saved = The file could not be saved. Make room on your disk and try again.
feedback = Feedback
feedback-text = Tell us what you like, what is missing, or why you are leaving.
account-delete-text = Account deletion is permanent and cannot be undone. All your personal data, credentials, and configurations will be permanently deleted. This includes any clients you've created where you are the sole remaining admin.

## Organisations
organisation = Organisation
organisations = Organisations
clients = Clients
invites = Invites
invites-waiting =
    { $count ->
        [one] 1 invite waits
       *[other] { $count } invites wait
    } for your answer
breadcrumb = Where you are
your-orgs = Your Orgs
your-orgs-text = The organisations that you belong to, and what you are in each.
client = Client
your-roles = Your Roles
client-actions = Actions
role-user = User
role-admin = Admin
role-owner = Owner
role-user-hint = Sees the members, and can leave.
role-admin-hint = Also invites, changes and removes members, and names the organisation.
role-owner-hint = Also makes owners, and deletes the organisation.
organisations-empty = No organisations yet
organisations-empty-text = Create one for your team. Or ask its admin to invite you: the invite then waits in the Invites tab.
organisation-create = Create
organisation-create-title = Create an organisation
organisation-create-text = You become its owner and admin. Others join it by invite.
organisation-created = { $name } is created
organisation-members = Members of { $name }
organisation-settings = Settings of { $name }
go-to-organisations = Go to Organisations
client-name = Client Name

## Leaving and deleting an organisation
leave-action = Leave
leave-title = Leave this organisation?
leave-text = You no longer see { $name } and its members. To come back you need a new invite.
leave-named = Leave { $name }
leave-done = You have left { $name }
delete-action = Delete
delete-title = Delete this organisation?
delete-text = { $name } is deleted for all its members, with its invites. This can't be undone.
delete-name-label = Type the name to confirm
delete-named = Delete { $name }
delete-done = { $name } is deleted

## Invites to me
my-invites-text = Organisations that want you as a member.
my-invite-from = { $person } invites you as { $role }.
my-invite-plain = You are invited as { $role }.
my-invite-until = Until { $date }
my-invites-empty = No invites
my-invites-empty-text = When somebody invites { $email } to an organisation, the invite waits here.
invite-accept = Accept
invite-decline = Decline
invite-accept-named = Accept the invite to { $name }
invite-decline-named = Decline the invite to { $name }
invite-accepted = You are now a member of { $name }
invite-declined = You declined the invite to { $name }

## User management
user-management = User management
members = Members
members-text = Who belongs to this organisation, and what they may do.
member-unnamed = This member
member-you = You
member-joined = Since { $date }
member-actions = Actions for { $name }
members-more = Load more
members-loaded =
    { $count ->
        [one] 1 member
       *[other] { $count } members
    } shown
role-change = Change role
role-change-title = Change role
role-change-text = { $name } gets another role in this organisation.
role-change-own = What you may do in this organisation. Once you give up a role, only somebody who has it can give it back.
role-change-submit = Change role
role-changed = { $name } now has the role { $role }
role-changed-own = You now have the role { $role }
role = Role
transfer = Transfer ownership
transfer-title = Transfer ownership?
transfer-text = { $name } becomes an owner of this organisation, and you become an admin. Only an owner can make you one again.
transfer-done = { $name } is now the owner
remove = Remove
remove-title = Remove this member?
remove-text = { $name } no longer sees this organisation and its members. To come back they need a new invite.
remove-done = { $name } is removed
invite-action = Invite
invite-title = Invite a member
invite-text = We send an invite to this address. It can be answered for 7 days.
invite-submit = Send invite
invite-sent = The invite to { $email } is on its way
pending-invites = Pending invites
pending-invites-text = They wait for an answer.
invite-expires = Until { $date }
invite-resend = Send again
invite-resend-named = Send again to { $email }
invite-cancel = Cancel invite
invite-cancel-named = Cancel invite to { $email }
invite-cancelled = The invite to { $email } is cancelled

## Org settings
org-settings = Org settings
client-profile = Client Profile
client-profile-text = What the organisation is called, and the ID that programs know it by.
client-profile-locked = Only an admin or an owner can change the name.
client-id = Client ID
client-id-hint = Use it with the Core API.
client-copy = Copy the Client ID
client-copied = Copied
client-save = Save
client-reset = Reset
client-saved = Organisation saved
client-not-saved = The name is not saved
client-conflict = This organisation was changed elsewhere
danger-zone = Danger zone
danger-leave = Leave this organisation
danger-leave-text = You no longer see it and its members.
danger-delete = Delete this organisation
danger-delete-text = For all its members, with its invites. This can't be undone.

## Mails about invites and keys
mail-invite-subject = Invite to { $organisation } on { $brand }
mail-invite-lead = { $person } invites you to join the organisation { $organisation } as { $role }.
mail-invite-lead-plain = You are invited to join the organisation { $organisation } as { $role }.
mail-invite-next = Log in as { $email }, or sign up with this email address, and answer the invite within 7 days:
mail-invite-ignore = If you don't know the organisation, ignore this mail. Nothing happens unless you accept.
mail-token-revoked-subject = A key of your { $brand } account was revoked
mail-token-reported-lead = Somebody found your key “{ $token }” where it should not be and reported it. We revoked it: it no longer works.
mail-token-revoked-lead = An administrator revoked your key “{ $token }”. It no longer works.
mail-token-revoked-next = Look at your keys and create a new one:
mail-open-keys = Open your keys
mail-open-invite = Answer the invite

## Keys
user-token = User Token { $number }

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
error-token-missing = Send your user token in the Authorization header.
error-token-invalid = This is not a token that we know. Copy it again from the Keys page.
error-token-revoked = This token was revoked. Create a new one on the Keys page.
error-token-expired = This token has expired. Create a new one on the Keys page.
error-token-rotated = This token was rotated and no longer works. Use the new one from the Keys page.
error-network-not-allowed = This token does not work from your address. Its owner can allow the address with a new token.
error-missing-scope = This token is not allowed to do this. Create one with the permission on the Keys page.
error-method-not-allowed = This address does not know that method. The Allow header lists those that it does.
error-changed = This was changed since you read it. Read it again, then make your change to the latest version.
error-unsupported-media-type = Send the body as JSON, with Content-Type: application/json.
error-key-reused = This Idempotency-Key was used for another request. Choose a new one.
error-rate-limited = This token makes too many requests. Wait until the time in Retry-After.
error-step-up = Confirm that it is you, then try again.
error-forbidden = Your role does not allow this. Ask an admin of the organisation.
error-too-many-tokens = You have 20 keys that work. Revoke one, then try again.
error-subscription-active = An organisation that would be deleted has an active subscription. Cancel it first.
error-address-changed = The address of this account was changed a short time ago. Until that can no longer be undone, the account can't be deleted.
error-too-many-exports = You can ask for two copies of your data in 24 hours. Try again later.
error-too-many-passkeys = You have 20 passkeys, which is the most. Remove one, then try again.
error-authenticator-bound = This device was spared the code, so it can't replace the authenticator app. Log in with a code first, or turn two-factor authentication off and on again.
error-passkey-refused = This passkey did not work. Try again, or use another way to log in.
error-dead-link = This link no longer works. It may have been used already, or be too old.
error-token-ended = This key has ended already. Create a new one.
error-too-many-organisations = You belong to 200 organisations, which is the most. Leave one, then try again.
error-too-many-invites = 100 invites wait for an answer, which is the most. Cancel one, then try again.
error-last-owner = An organisation needs an owner. Make another member the owner first, or delete the organisation.
error-too-large = That is more than we can take. Shorten it and try again.
error-too-many-tries =
    Too many tries. Wait { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }, then try again.
error-locked = Too many wrong tries on this account. Reset your password, or log in on a device that you have used before.
error-busy = The server has more to do at this moment than it takes on at once. Try again in a few seconds.
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
problem-backup-code-form = A backup code has 16 letters and digits, such as 4f7k-9m2x-c8pw-3v6d.
problem-code-wrong = That code is not right. Wait for the next one and try again.
problem-email-same = This is your address already.
problem-password-same = This is your password already. Choose a new one.
problem-password-policy = The password does not meet every rule yet.
problem-password-too-long = Use at most 256 characters.
problem-password-guessable = This password is easy to guess. Choose a less common one.
problem-password-wrong = This is not your password. Try again.
problem-scopes-required = Choose full access or at least one permission.
problem-expiry-past = Choose a date in the future.
problem-expiry-far = Choose a date within the next ten years.
problem-network-form = Write addresses such as 192.0.2.7, or networks such as 192.0.2.0/24 and 2001:db8::/32.
problem-networks-too-many = Use at most 20 networks.
problem-reason-too-long = Use at most 200 characters.
problem-email-member = This person is a member already.
problem-email-invited = This address is invited already. You can send the invite again from the list.
problem-email-mismatch = This is not the address of your account. Type it as it stands above.
problem-subscription-form = A subscription belongs to an organisation. Send it with clientId and an event about billing.
problem-name-mismatch = This is not the organisation's name. Type it as it stands above.
problem-limit-range = Use a number from 1 to 100.
problem-cursor-form = Use nextCursor of the page before, as it is.
problem-title-too-long = This is too long. Use at most 120 characters.
problem-description-too-long = This is too long. Use at most 5,000 characters.
problem-category-unknown = Choose a category from the list.
problem-picture-kind = Choose a PNG, JPEG, WebP or GIF file.
problem-picture-too-large = This file is too large. Choose one of at most 5 MB.
problem-picture-too-many-pixels = This picture has too many pixels. Choose one of at most 40 megapixels.
problem-picture-broken = This file can’t be read. Save it again in your picture program, or choose another one.
problem-crop-outside = The chosen square is not within the picture. Choose it again.
problem-not-optional = Security alerts by mail can’t be switched off.
problem-zone-unknown = Choose a time zone from the list.
problem-time-of-day = Give a time from 00:00 to 23:59.
problem-quiet-hours-empty = Choose different times: these quiet hours end when they begin.
problem-message-too-long = Use at most 1,000 characters.
problem-resource-too-long = Use at most 128 characters.
problem-audience-form = Give exactly one of userId and clientId; only a system update may have neither.
problem-occurred-at-range = Give a time within the last 24 hours, or leave this out.
problem-role-forbidden = You can't give this role. Choose another one.

## Password rules
rule-eight-characters = At least 8 characters
rule-fifteen-characters = At least 15 characters
rule-uppercase = At least one uppercase letter
rule-lowercase = At least one lowercase letter
rule-number = At least one number
rule-special = At least one special character

## Mail
mail-code-subject = { $code } is your { $brand } code
mail-sign-up-lead = Welcome to { $brand }. Confirm your email address with this code:
mail-reset-lead = Set a new { $brand } password with this code:
mail-code-validity = It works once, for 10 minutes.
mail-code-ignore = If you did not ask for this, ignore this mail. Nothing changes without the code, so give it to nobody.
mail-account-deleted-subject = Your { $brand } account is deleted
mail-account-deleted-lead = Your { $brand } account was deleted on { $at }. This can't be undone.
mail-account-deleted-rest = You are logged out everywhere and your API keys no longer work. What is left of your data is being removed now. This is the last mail about this account.
mail-account-deleted-again = If you ever come back, you can sign up with this email address as a new person.
mail-registered-subject = You already have a { $brand } account
mail-registered-lead = Somebody, probably you, tried to sign up with this email address. It already has an account.
mail-registered-next = Log in as usual. If you forgot the password, choose "Forgot your password?" on the login page:
mail-registered-ignore = If it was not you, nothing has changed and you need not do anything.
mail-email-change-lead = Confirm the new email address of your { $brand } account with this code:
mail-notice-subject = { $brand }: { $what }
mail-notice-from = { $at }, from the IP address { $address }, with { $client }.
mail-notice-when = { $at }.
mail-notice-client-unknown = an unknown program
mail-notice-not-me = If it was you, there is nothing to do. If it was not, end all sessions and set a new password here:
mail-notice-undo = If it was you, there is nothing to do. If it was not, get your account back here within 72 hours:
mail-notice-new-device = Somebody logged in to your account on a new device or from a new place.
mail-notice-second-step-failed = Somebody knew your password but entered a wrong code.
mail-notice-password = Your password was changed. You were logged out everywhere else.
mail-notice-email-to = The email address of your account was changed to { $email }.
mail-notice-email-from = This is the email address of your account now. Before it was { $email }.
mail-notice-email-undone = The change of your email address was undone. All sessions were ended.
mail-notice-secured = All sessions of your account were ended from the link in a mail.
mail-notice-authenticator-enabled = Two-factor authentication was turned on.
mail-notice-authenticator-replaced = The authenticator app of your account was replaced.
mail-notice-authenticator-disabled = Two-factor authentication was turned off.
mail-notice-backup-codes-made = New backup codes were made. The ones before no longer work.
mail-notice-backup-code-used = A backup code was used to log in to your account.
mail-notice-passkey-added = The passkey “{ $name }” was added to your account.
mail-notice-passkey-removed = The passkey “{ $name }” was removed from your account.
mail-notice-token-created = The key “{ $name }” was created.
mail-notice-token-revealed = The key “{ $name }” was shown or copied.
mail-notice-export-ready = The copy of your data that you asked for is ready. It can be downloaded until { $until }, here:
mail-notice-export-failed = The copy of your data that you asked for could not be put together. Nothing in your account has changed. Ask for it again here:
mail-open-export = Go to the download
mail-open-export-again = Ask for it again
mail-notice-exported-by-admin = An administrator made a copy of your data. It holds what your own copy would: what you entered, your settings and your activity, but no passwords and no values of keys.
mail-support-lead = { $who } wrote to support:
mail-support-nobody = Somebody whose account is gone by now
mail-support-category = Category: { $category }
mail-support-title = Title: { $title }
mail-support-reference = Reference: { $reference }
mail-support-at = Submitted: { $at }
mail-support-account = Account: { $id }
mail-support-answer = Answer so that it also stands in their account: personal-settings support reply { $reference }
mail-support-screenshot = The screenshot is too large for a mail. Write it into a file: personal-settings support show { $reference } --screenshot FILE
mail-support-copy-subject = { $brand }: we have your request { $reference }
mail-support-copy-lead = We have your request. Its reference is { $reference }. This is what you wrote:
mail-support-copy-next = We answer by mail. You also find your request, and our answers, here:
mail-support-reply-subject = Re: [{ $reference }] { $title }
mail-support-reply-lead = Support answered your request “{ $title }”:
mail-support-reply-next = Your request and all our answers are here:
mail-open-request = Open your request
mail-footer = You get this mail because this email address is used at { $brand }.
mail-told-at = It happened on { $at }.
mail-told-open = Open in { $brand }
mail-told-why = You get this mail because Email is on for “{ $category }” in your notification settings.
mail-told-settings = Notification settings
mail-told-stop = Stop mails about “{ $category }”
mail-held-subject =
    { $count ->
        [one] 1 notification from { $brand }
       *[other] { $count } notifications from { $brand }
    }
mail-held-lead = This is what happened until the time that you chose for mail.
mail-held-item = { $what } ({ $at })
mail-held-all = See all notifications
mail-held-why = You get this mail because Email is on for what is in it, and comes at the time that you chose, in your notification settings.
unsubscribe-title = Stop mails about “{ $category }”?
unsubscribe-lead = You will get no more mail about it from { $brand }. Nothing else changes.
unsubscribe-title-several = Stop all of these mails?
unsubscribe-lead-several = You will get no more mail from { $brand } about what stands here. Nothing else changes.
unsubscribe-submit = Stop these mails
unsubscribe-done-title = Switched off
unsubscribe-done-lead = You get no more mail about “{ $category }” from { $brand }. You can switch it on again in your notification settings.
unsubscribe-done-lead-several = You get no more mail from { $brand } about what stands here. You can switch each of them on again in your notification settings.
unsubscribe-dead-title = This link doesn’t work
unsubscribe-dead-lead = A part of it may be missing. Open the whole link from the mail, or log in and choose what you get in your notification settings.
unsubscribe-failed-title = That did not work
unsubscribe-failed-lead = Nothing has changed. Please open the link from the mail again in a few minutes.

## The files of an export, as its README tells of them
export-readme-title = Your data at { $brand }
export-readme-lead = This is what { $brand } held about the account { $email } on { $at }.
export-readme-form = Files that end in .json can be opened with any text editor or browser, those that end in .csv with a spreadsheet too. All times are in UTC. A file that is listed here and is not there had nothing to hold.
export-readme-files = The files
export-readme-left-out = What is not in it, and why
export-file-account = Your account: its id, your email address, since when it is there, and changes of the email address that can still be undone.
export-file-profile = What you entered on the Profile tab.
export-file-picture = Your profile picture, as we keep it.
export-file-privacy = What you show to other members, from the Privacy tab.
export-file-preferences = What you want to be told of and when mail may come, from the Notifications tab.
export-file-tokens = Your user tokens, also those that ended: name, permissions, networks, dates, and where each was last used from. Not their values.
export-file-usage = How often each of your tokens was used, on each of the last days.
export-file-sessions = Where you are logged in: since when, until when at most, from which IP address, with which program.
export-file-devices = The browsers and apps you logged in with: since when, and until when they are trusted.
export-file-two-factor = Whether two-factor authentication is on, and how many backup codes are left.
export-file-passkeys = Your passkeys: their names and dates.
export-file-organisations = The organisations you belong to: their names, your role, and since when.
export-file-invites = The invites that wait for your answer.
export-file-invites-sent = The invites you sent that nobody accepted, declined or took back, also those whose time is over, with the email addresses you typed.
export-file-exports = When you asked for copies of your data, and what became of them.
export-file-support = Your requests to support, with the answers.
export-file-screenshots = The screenshots you sent with them, each named after the reference of its request.
export-file-notifications = What you were told of in the app. Other people are named where they show you their name.
export-file-activity = Your activity log: what happened in your account, when, from which IP address, with which program, in which organisation.
export-left-out-secrets = Your password and your backup codes: we hold only what they can be checked against, never what you typed.
export-left-out-tokens = The values of your tokens, the keys of your sessions, passkeys and authenticator app: whoever found this file could use them. You find the values of your tokens on the Keys tab.
export-left-out-others = What is about other people: members of your organisations, and what they did. It is theirs.
export-left-out-technical = What a server notes to do its work: codes and logins under way, requests that may be repeated, mails that wait to be sent, all for hours or days, and counts of wrong tries, which are forgotten after at most 400 days without one.
export-left-out-over = What was removed before you asked: we hold it no more.
export-left-out-elsewhere = Mails that were sent to you. You have them.

## The local mailbox, for whoever runs the server on their own machine
mailbox-title = Local mailbox
mailbox-empty = No mail yet. Sign up, and the code arrives here.

## The reference of the Core API. What stands between backticks is shown as code.
reference-title = Core API
reference-lead = Everything that a user token opens at { $brand }, with a request to copy for each operation.
reference-document = OpenAPI document
reference-contents = Contents
reference-authentication = Authentication
reference-authentication-token = Create a token on the Keys page and send it as it is in the header `Authorization`. The prefix `Bearer` is accepted too. Cookies are never looked at.
reference-authentication-scopes = A token may do what its scopes allow. Each operation below names the scope it needs; without it the answer is 403, and `missing_scopes` names it.
reference-authentication-service = A service of the operator's own sends its service credential the same way. It opens nothing but `POST /api/introspect`.
reference-token = Token format
reference-token-pattern = A scanner finds tokens with this pattern:
reference-token-parts = After `u-` come 44 random letters and digits, then 6 that are their checksum: the CRC-32 of the 44 as bytes, written in Base62 with `0-9`, `A-Z`, `a-z` in this order and padded with `0` on the left. A text whose checksum is wrong is no token.
reference-token-report = Send a token that lies where it should not to `POST /api/tokens/report`: it is revoked at once, and its owner is told.
reference-conventions = Requests and answers
reference-conventions-bodies = Bodies are JSON in UTF-8, at most 64 KiB. A field that an operation does not know, or that comes twice, is refused with 400, so that a slip is seen.
reference-conventions-values = Ids are UUIDs. Times are ISO 8601 in UTC with milliseconds. Programs should ignore fields that they don't know: answers may get more.
reference-conventions-prefix = Every address also works without `/api`.
reference-limits = Rate limits
reference-limits-quota = Each token has { $count } requests a minute. Beyond that the answer is 429, and `Retry-After` says how many seconds to wait.
reference-limits-headers = `RateLimit-Policy` names the limit: `q` requests in `w` seconds. `RateLimit` says that `r` are left, and that all of them are back in `t` seconds.
reference-lists = Long lists
reference-lists-text = A list that can grow comes in pages of `limit` items, 1 to 100. Send `nextCursor` of one page as `cursor` of the next; after the last page it is null. A cursor means nothing to anybody else, so keep it as it is.
reference-writing = Writing safely
reference-writing-repeat = A request that may have been lost can be sent again: give it an `Idempotency-Key` of your own, up to 255 visible characters. For 24 hours the same key with the same body makes nothing anew and answers with what the first request made, as it is now. The same key with another body is refused with 422.
reference-writing-version = `ETag` names the version of what an answer shows. Send it as `If-Match` with a change, and the change is refused with 412 if somebody was faster.
reference-errors = Errors
reference-errors-shape = A refusal is a problem (RFC 9457) of type `application/problem+json`. `code` is stable, `detail` is for people, `errors` names wrong fields.
reference-errors-codes = New codes may come: treat one that you don't know by its status.
reference-code = Code
reference-status = Status
reference-meaning = Meaning
reference-scope = Scope
reference-allows = Allows
reference-name = Name
reference-type = Type
reference-optional = optional
reference-parameters = Parameters
reference-body = Body
reference-request = Request
reference-answer = Answer
reference-fields = Fields
reference-headers = Headers
reference-refusals = Refusals
reference-needs-token = Takes any user token.
reference-needs-scope = Takes a user token with the scope `{ $scope }`.
reference-needs-service = Takes a service credential.
reference-needs-nothing = Takes no credential.

## Privacy
privacy = Privacy
privacy-full-name = Full name
privacy-full-name-about = Your first and last name, in the list of members, in invites that you send and in what others are told that you did.
privacy-email = Email address
privacy-email-about = The address that you log in with.
privacy-picture = Profile picture
privacy-picture-about = The picture on your profile.
privacy-bio = Bio/description
privacy-bio-about = What you wrote about yourself on your profile.
privacy-recent-actions = Recent actions
privacy-recent-actions-about = What you did in an organisation lately: invites, roles, members, names. Never your sign-ins.
privacy-resource-creation = Resource creation
privacy-resource-creation-about = That you created an organisation or a user token, and when. Never a token’s name or value.
privacy-api-usage = API usage statistics
privacy-api-usage-about = How often your user tokens were used on each of the last 30 days, all together.
privacy-profile = Profile Visibility
privacy-profile-text = Configure what information is visible to other organisation members.
privacy-activity = Activity Visibility
privacy-activity-text = Control visibility of your activity.
privacy-shown = { $item }: visible to members
privacy-hidden = { $item }: hidden from members
privacy-failed = { $item }: not changed. { $why }
privacy-preview = Preview
privacy-preview-text = You, as the members of your organisations see you. In each of them they see only what you did there.
privacy-preview-action = Preview what members see

## A member, as far as they show themselves
name-not-shown = Name not shown
name-not-given = No name given
member-bio-empty = Nothing written yet.
member-actions-empty = Nothing yet.
member-creations-empty = Nothing yet.
member-hides-rest = { $name } does not show the rest.
member-hides-rest-unnamed = This member does not show the rest.
member-own = This is what other members see of you.
member-own-change = Change what they see
go-to-members = Go to the members
did-create-organisation = Created the organisation
did-create-token = Created a user token
did-rename-organisation = Renamed the organisation
did-invite-member = Invited somebody
did-cancel-invite = Cancelled an invite
did-accept-invite = Accepted an invite
did-change-role = Changed a member’s role
did-remove-member = Removed a member
did-change-profile = Changed their profile

## Notifications
notifications = Notifications
category-organisation-invitations = Organisation invitations
category-security-alerts = Security alerts
category-system-updates = System updates
category-usage-alerts = Usage alerts
category-billing = Billing notifications
category-real-time-alerts = Real-time alerts
category-request-failures = Request failures
category-proxy-status-changes = Proxy status changes
category-team-activity = Team activity
channel-email = Email
channel-in-app = In-app
told-invite = You are invited to join { $organisation }
told-invite-by = { $name } invited you. Accept or decline on the page Invites.
told-invite-answer = Accept or decline on the page Invites.
told-new-device = Logged in on a new device
told-security = Something changed in your account’s security
told-security-look = If this wasn’t you, change your password and end your other sessions.
told-key-look = If this wasn’t you, revoke the key, change your password and end your other sessions.
told-export-ready = Download it on the Account tab. If you didn’t ask for it, change your password and end your other sessions.
told-export-failed = Ask for it again on the Account tab.
told-member-joined = { $who } joined { $organisation }
told-member-left = { $who } left { $organisation }
told-member-removed = { $who } removed a member from { $organisation }
told-role-changed = { $who } changed a member’s role in { $organisation }
told-your-role-changed = Your role in { $organisation } changed
told-you-were-removed = You were removed from { $organisation }
told-organisation-renamed = An organisation of yours is now called { $organisation }
told-organisation-deleted = { $organisation } was deleted
told-support-replied = Support answered: { $title }
told-somebody = A member
told-deleted-user = Deleted user
told-times = { $what } ({ $count } times)
bell-unread = Notifications, { $count } unread
notice-unread = Unread
notice-mark-read = Mark as read
notice-mark-unread = Mark as unread
notice-mark-name = { $action }: { $headline }
notices-title = Latest
notices-text = What happened in your account, your organisations and the platform.
notices-all = All notifications
notices-settings = Choose what you are told
notices-mark-all = Mark all as read
notices-all-read = All notifications are marked as read.
notices-filter = Which notifications
notices-filter-all = All
notices-filter-unread = Unread
notices-shown =
    { $count ->
        [one] 1 notification shown
       *[other] { $count } notifications shown
    }
notices-more =
    { $count ->
        [one] 1 more notification
       *[other] { $count } more notifications
    }
notices-more-button = Show more
notices-empty = No notifications yet
notices-empty-text = Invites, security alerts and what the platform reports appear here as they happen.
notices-none-unread = Nothing unread
notices-none-unread-text = You have read all your notifications.

## Notification preferences
preferences-title = Notification Preferences
preferences-text = Manage how and when you receive notifications. Each switch counts at once.
preferences-about = About
preferences-reason = Always mailed: it is how you learn that somebody else uses your account.
preference-on = { $category } ({ $channel }): on
preference-off = { $category } ({ $channel }): off
preference-failed = This switch is back where it was. { $reason }
schedule-title = When mail comes
schedule-text = Security alerts come at once, whatever you choose here.
schedule-note = In the app you are told at once.
schedule-zone = Time zone
schedule-save = Save
schedule-saved = Saved. Your next mails follow it.
quiet-title = Quiet hours
quiet-hint = No mail comes meanwhile. What came up is mailed at their end.
quiet-from = From
quiet-until = Until
digest-title = Daily digest
digest-hint = One mail a day with everything, instead of one for each notification.
digest-at = Every day at

## Support
support = Support
support-open = Open
support-answered = Answered
support-closed = Closed
support-heading = Get Help / Give Feedback
support-form = Write to us
support-form-text = Tell us what is wrong, what you need, or what you think.
support-category = Select a Category
support-category-none = Choose one
support-title = Title
support-feedback-title = Why somebody left
support-title-hint = A short summary, up to 120 characters.
support-description = Describe your issue
support-description-hint = Details of your question or feedback. Don’t write passwords or keys here.
support-screenshot = Screenshot (optional)
support-screenshot-hint = A PNG, JPEG, WebP or GIF file, at most 5 MB.
support-screenshot-remove = Remove the screenshot
size-kilobytes = { $size } KB
size-megabytes = { $size } MB
support-reset = Reset
support-reset-done = The form is cleared
support-not-sent = Your request is not submitted
support-sent = We have your request
support-sent-text = Its reference is { $reference }. A copy is on its way to { $email }. We answer by mail, and you find the answer here under “Your requests” too.
support-requests = Your requests
support-requests-text = What you asked so far, the latest first.
support-requests-empty = No requests yet
support-requests-empty-text = What you submit stands here, with what became of it.
support-request = Your request
support-reference = Reference
support-category-of = Category
support-submitted = Submitted
support-screenshot-of = Screenshot
support-screenshot-there = Sent with the request
support-answer = Answer from support
support-waiting = No answer yet. We write to you as soon as there is one.
support-closed-text = This request is closed. If something is left, submit a new one.
go-to-support = Go to Support
troubleshooting = Troubleshooting
answer-solutions = Solutions:
answer-password = Cannot Reset Password
answer-password-issue = Issue: Not receiving password reset email
answer-password-1 = Check your spam/junk folder
answer-password-2 = Verify the email address is correct
answer-password-3 = Wait a few minutes and try again
answer-password-4 = Contact support if the issue persists
answer-keys = Cannot Access API Keys
answer-keys-issue = Issue: Keys tab or API Keys page not visible
answer-keys-1 = Ensure you're logged in
answer-keys-2 = Open Settings from the user menu and select the Keys tab
answer-keys-3 = Contact support if the problem continues
answer-profile = Profile Changes Not Saving
answer-profile-issue = Issue: Updates to profile information don't persist
answer-profile-1 = Check for validation errors in the form
answer-profile-2 = Ensure all required fields are completed
answer-profile-3 = Try refreshing the page and updating again
answer-profile-4 = Clear browser cache and cookies

## The page before an account is deleted
deletion-title = Delete your account
deletion-before = Before deleting your account
deletion-before-text = Afterwards none of this can be done. The list keeps itself up to date.
deletion-met = { $met } of { $all } points need nothing more from you
deletion-state-done = Done
deletion-state-nothing = Nothing to do
deletion-state-settled = Nothing you must do
deletion-state-under-way = Under way: { $percent }%
deletion-state-offered = Ready to download
deletion-state-open = Not done
deletion-state-blocking = Prevents the deletion
deletion-point-export = Export any important data
deletion-export-none = Your data goes with your account. There is no copy of it that you could download now.
deletion-export-under-way = Your data is being put together. Wait and download it: it is deleted with your account.
deletion-export-ready = You have a copy that can be downloaded until { $date }, and only while your account exists.
deletion-export-open = Go to your data
deletion-point-organisations = Transfer ownership of organisations or ensure other admins exist
deletion-organisations-none = There is no organisation that you are the only owner of.
deletion-organisations-gone = Organisations where you are the only owner and admin are deleted with your account, for all their members. To keep one, transfer its ownership or make another member an admin.
deletion-organisations-handed-over = Other admins exist. If somebody else is to be the owner, transfer the ownership.
deletion-gone =
    { $members ->
        [one] You are its only member
       *[other] { $members } members
    }; will be deleted with your account
deletion-handed-over = { $heir } becomes the owner
deletion-handed-over-plain = The longest-standing admin becomes the owner
deletion-point-shared = Remove yourself from shared organisations
deletion-shared-none = You belong to no organisation that has another owner.
deletion-shared = If you do nothing, you leave them with your account. They go on without you.
deletion-left = Your role: { $role }. You leave it with your account.
deletion-point-subscriptions = Cancel any active subscriptions
deletion-subscriptions-none = No organisation that would be deleted has an active subscription.
deletion-subscriptions = Cancel the subscription, or transfer the ownership of the organisation. Until then your account can't be deleted.
deletion-subscribed = Has an active subscription
deletion-ask-support = Ask support
deletion-not-before = The address of this account was changed a short time ago. Until { $at } the change can be undone from the mailbox before, so the account can't be deleted before then.
deletion-changed = Your organisations have changed. Look at the list again.
deletion-ask = Delete your account?
deletion-ask-text = You will be logged out everywhere, and nobody will be able to bring any of this back:
deletion-goes-data = your profile, API keys, settings, notifications, activity and the copies of your data
deletion-goes-organisations =
    { $count ->
        [one] 1 organisation with all that belongs to it
       *[other] { $count } organisations with all that belongs to them
    }, for all members
deletion-goes-shared =
    your place in { $count ->
        [one] 1 organisation that goes
       *[other] { $count } organisations that go
    } on without you
deletion-why = Why are you leaving?
deletion-why-hint = Optional. At most 5,000 characters.
deletion-keep = Keep what I wrote, without my name
deletion-keep-hint = If you don't tick this, nothing of it is sent or kept.
deletion-type-name = Type { $name } to confirm
deletion-type-email = Type your email, { $email }, to confirm
deletion-name-hint =
    { $members ->
        [one] You are its only member.
       *[other] It is deleted for all its { $members } members.
    }
deletion-missing-names =
    { $count ->
        [one] Type 1 more name
       *[other] Type { $count } more names
    } exactly as shown above.
deletion-missing-email = Type your email exactly as shown above.
deletion-failed = Your account was not deleted. { $why }
deletion-unheard = We could not hear whether your account was deleted. If it was, a mail confirms it. Check your connection and try again.
notice-account-deleted = Your account is deleted
notice-account-deleted-next = A last mail confirms it. You can sign up with the same address again, as a new person.
notice-deletion-unheard = You are logged out
notice-deletion-unheard-next = Most likely your account is deleted: then a mail confirms it. If none comes, log in and try again.
