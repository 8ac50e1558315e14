//! Rules and parts of fields that several tables of user pools share.

use crate::resource::field::{Field, Rule};

/// A text that AWS limits only in size.
pub(crate) const STRING: Rule = Rule::length(0, 131_072);
pub(crate) const ARN: Rule = Rule::length(20, 2048).pattern(
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    "an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:name",
);
pub(crate) const NAME: Rule =
    Rule::length(1, 128).pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
pub(crate) const TOKEN: Rule = Rule::length(1, 256)
    .pattern(r"[\x21\x23-\x5B\x5D-\x7E]+", "printable ASCII without spaces, double quotes and backslashes");
pub(crate) const OAUTH_FLOW: Field =
    Field::part("Flow", Rule::ANY).common(&["code", "implicit", "client_credentials"]);
pub(crate) const SCOPE: Field = Field::part("Scope", TOKEN).common(&[
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
]);
