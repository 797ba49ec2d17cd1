//! What is wrong with a field, for programs and for people.

use super::named;
use crate::Texts;

named! {
    /// What can be wrong with a field.
    Problem {
        /// It must not be empty.
        Required = "required",
        /// A name over 64 characters.
        NameTooLong = "name_too_long",
        /// A bio over 500 characters.
        BioTooLong = "bio_too_long",
        /// A control character where none belongs.
        ControlCharacter = "control_character",
        /// Not the international form of a phone number.
        PhoneForm = "phone_form",
        /// No country has such a number.
        PhoneUnknown = "phone_unknown",
        /// Not an email address.
        EmailForm = "email_form",
        /// An address that has an account. Only an administrator is told.
        EmailTaken = "email_taken",
        /// Not six digits.
        CodeForm = "code_form",
        /// No backup code.
        BackupCodeForm = "backup_code_form",
        /// A code that is not the one, where it is a field among others.
        CodeWrong = "code_wrong",
        /// The address that the account has already.
        EmailSame = "email_same",
        /// The password that the account has already.
        PasswordSame = "password_same",
        /// A password that breaks the policy.
        PasswordPolicy = "password_policy",
        /// A password over 256 characters.
        PasswordTooLong = "password_too_long",
        /// A password that is common or easy to guess.
        PasswordGuessable = "password_guessable",
        /// A password that is not the person's, where they are signed in.
        PasswordWrong = "password_wrong",
        /// No scope at all.
        ScopesRequired = "scopes_required",
        /// An end that is not in the future.
        ExpiryPast = "expiry_past",
        /// An end more than ten years away.
        ExpiryFar = "expiry_far",
        /// Not an address or a network.
        NetworkForm = "network_form",
        /// More networks than one token can have.
        NetworksTooMany = "networks_too_many",
        /// A reason over 200 characters.
        ReasonTooLong = "reason_too_long",
        /// An address that belongs to a member already.
        EmailMember = "email_member",
        /// An address that is invited already.
        EmailInvited = "email_invited",
        /// Not the name of the organisation that is to be deleted.
        NameMismatch = "name_mismatch",
        /// Not the address of the account.
        EmailMismatch = "email_mismatch",
        /// A subscription where there can be none.
        SubscriptionForm = "subscription_form",
        /// A role that the person may not give.
        RoleForbidden = "role_forbidden",
        /// Not a number from 1 to 100.
        LimitRange = "limit_range",
        /// Not a cursor of ours.
        CursorForm = "cursor_form",
        /// A title over 120 characters.
        TitleTooLong = "title_too_long",
        /// A description over 5,000 characters.
        DescriptionTooLong = "description_too_long",
        /// Not one of the installation's categories.
        CategoryUnknown = "category_unknown",
        /// A file that is no PNG, JPEG, WebP or GIF.
        PictureKind = "picture_kind",
        /// A picture's file over 5 MB.
        PictureTooLarge = "picture_too_large",
        /// A picture of more than 40 megapixels.
        PictureTooManyPixels = "picture_too_many_pixels",
        /// A picture's file that can't be read.
        PictureBroken = "picture_broken",
        /// A square that is not within its picture.
        CropOutside = "crop_outside",
        /// Something that can't be switched off.
        NotOptional = "not_optional",
        /// Not a time zone's name.
        ZoneUnknown = "zone_unknown",
        /// Not a minute of the day.
        TimeOfDay = "time_of_day",
        /// Quiet hours that end when they begin.
        QuietHoursEmpty = "quiet_hours_empty",
        /// A platform event's message over 1,000 characters.
        MessageTooLong = "message_too_long",
        /// A resource's name over 128 characters.
        ResourceTooLong = "resource_too_long",
        /// Not exactly one of a person, an organisation, everybody.
        AudienceForm = "audience_form",
        /// A time that is too long ago, or in the future.
        OccurredAtRange = "occurred_at_range",
    }
}

impl Problem {
    /// What to tell the person.
    #[must_use]
    pub fn text(self, texts: Texts) -> &'static str {
        match self {
            Self::Required => texts.problem_required(),
            Self::NameTooLong => texts.problem_name_too_long(),
            Self::BioTooLong => texts.problem_bio_too_long(),
            Self::ControlCharacter => texts.problem_control_character(),
            Self::PhoneForm => texts.problem_phone_form(),
            Self::PhoneUnknown => texts.problem_phone_unknown(),
            Self::EmailForm => texts.problem_email_form(),
            Self::EmailTaken => texts.problem_email_taken(),
            Self::CodeForm => texts.problem_code_form(),
            Self::BackupCodeForm => texts.problem_backup_code_form(),
            Self::CodeWrong => texts.problem_code_wrong(),
            Self::EmailSame => texts.problem_email_same(),
            Self::PasswordSame => texts.problem_password_same(),
            Self::PasswordPolicy => texts.problem_password_policy(),
            Self::PasswordTooLong => texts.problem_password_too_long(),
            Self::PasswordGuessable => texts.problem_password_guessable(),
            Self::PasswordWrong => texts.problem_password_wrong(),
            Self::ScopesRequired => texts.problem_scopes_required(),
            Self::ExpiryPast => texts.problem_expiry_past(),
            Self::ExpiryFar => texts.problem_expiry_far(),
            Self::NetworkForm => texts.problem_network_form(),
            Self::NetworksTooMany => texts.problem_networks_too_many(),
            Self::ReasonTooLong => texts.problem_reason_too_long(),
            Self::EmailMember => texts.problem_email_member(),
            Self::EmailInvited => texts.problem_email_invited(),
            Self::NameMismatch => texts.problem_name_mismatch(),
            Self::EmailMismatch => texts.problem_email_mismatch(),
            Self::SubscriptionForm => texts.problem_subscription_form(),
            Self::RoleForbidden => texts.problem_role_forbidden(),
            Self::LimitRange => texts.problem_limit_range(),
            Self::CursorForm => texts.problem_cursor_form(),
            Self::TitleTooLong => texts.problem_title_too_long(),
            Self::DescriptionTooLong => texts.problem_description_too_long(),
            Self::CategoryUnknown => texts.problem_category_unknown(),
            Self::PictureKind => texts.problem_picture_kind(),
            Self::PictureTooLarge => texts.problem_picture_too_large(),
            Self::PictureTooManyPixels => texts.problem_picture_too_many_pixels(),
            Self::PictureBroken => texts.problem_picture_broken(),
            Self::CropOutside => texts.problem_crop_outside(),
            Self::NotOptional => texts.problem_not_optional(),
            Self::ZoneUnknown => texts.problem_zone_unknown(),
            Self::TimeOfDay => texts.problem_time_of_day(),
            Self::QuietHoursEmpty => texts.problem_quiet_hours_empty(),
            Self::MessageTooLong => texts.problem_message_too_long(),
            Self::ResourceTooLong => texts.problem_resource_too_long(),
            Self::AudienceForm => texts.problem_audience_form(),
            Self::OccurredAtRange => texts.problem_occurred_at_range(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_key_and_a_sentence() {
        for problem in Problem::ALL {
            assert_eq!(Problem::from_key(problem.key()), Some(*problem));
            assert!(problem.text(Texts::default()).ends_with('.'));
        }
    }
}
