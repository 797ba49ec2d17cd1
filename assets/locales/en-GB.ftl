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
event-token-created = { $name } was created
event-token-revealed = { $name } was revealed or copied
event-token-renamed = { $name } was renamed
event-token-rotated = { $name } got a new value
event-token-revoked = { $name } was revoked
event-token-reported = { $name } was reported as leaked and revoked
event-token-revoked-by-admin = { $name } was revoked by an administrator
event-tokens-listed-by-admin = An administrator listed your keys
event-tokens-revealed-by-admin = An administrator revealed your keys

## Security
password-reset-guide = To reset your password please logout and click "forgot password" when you next login.
logged-in-as = You are logged in as { $email }

## Account
personal-account = Personal Account
account-description = The account you log in with.
member-since = Member since

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
member-unnamed = Member
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
role-change-text = What { $name } may do in this organisation.
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
mail-invite-next = Log in as { $email }, or sign up with this address, and answer the invite at { $link } within 7 days.
mail-invite-ignore = If you don't know the organisation, ignore this mail. Nothing happens unless you accept.
mail-token-revoked-subject = A key of your { $brand } account was revoked
mail-token-reported-lead = Somebody found your key { $token } where it should not be and reported it. We revoked it: it no longer works.
mail-token-revoked-lead = An administrator revoked your key { $token }. It no longer works.
mail-token-revoked-next = Look at your keys and create a new one at { $link }.

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
problem-password-wrong = This is not your password. Try again.
problem-scopes-required = Choose full access or at least one permission.
problem-expiry-past = Choose a date in the future.
problem-expiry-far = Choose a date within the next ten years.
problem-network-form = Write addresses such as 192.0.2.7, or networks such as 192.0.2.0/24 and 2001:db8::/32.
problem-networks-too-many = Use at most 20 networks.
problem-reason-too-long = Use at most 200 characters.
problem-email-member = This person is a member already.
problem-email-invited = This address is invited already. You can send the invite again from the list.
problem-name-mismatch = This is not the organisation's name. Type it as it stands above.
problem-limit-range = Use a number from 1 to 100.
problem-cursor-form = Use nextCursor of the page before, as it is.
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
