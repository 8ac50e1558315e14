//! Rules and parts of fields that several tables of user pools share.

use crate::resource::field::{Field, Rule};

/// A text that the service bounds only by its size.
pub(crate) const STRING: Rule = Rule::length(0, 131_072);
/// The ARN of anything.
pub(crate) const ARN: Rule = Rule::length(20, 2048).pattern(
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    "an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:name",
);
/// The name of a pool or a client.
pub(crate) const NAME: Rule =
    Rule::length(1, 128).pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
/// A name in the protocols of OAuth: a scope, an authentication context.
pub(crate) const TOKEN: Rule = Rule::length(1, 256)
    .pattern(r"[\x21\x23-\x5B\x5D-\x7E]+", "printable ASCII without spaces, double quotes and backslashes");
/// The flows of OAuth that a client may use.
pub(crate) const OAUTH_FLOW: Field =
    Field::part("Flow", Rule::ANY).common(&["code", "implicit", "client_credentials"]);
/// The scopes that a client may ask for.
pub(crate) const SCOPE: Field = Field::part("Scope", TOKEN).common(&[
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
]);
