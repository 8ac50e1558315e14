//! The screens about contexts and the columns of lists.

use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Event;

use super::{identity_pools, user_pools};
use crate::app::contexts::console;

#[test]
fn several_contexts_in_one_table() {
    let mut harness = console("[[rule]]\nregion = \"us-east-1\"\nbadge = \"PROD\"\nread_only = true\n");
    harness.press("P").write("us-west-2").press("space").write("us-east-1").press("space");
    screens!("marked_contexts", &harness);
    let denied = AppError::new("Cannot list identity pools: access denied");
    let hint = "It needs the permission cognito-identity:ListIdentityPools.";
    harness.fails("ListIdentityPools", denied.hint(hint)).press("enter");
    main_screens!("joint_pools", &mut harness);
}

#[test]
fn the_columns_of_a_list() {
    let mut harness = identity_pools();
    harness.press("L j space j");
    screens!("columns", &harness);
    harness.press("enter");
    screens!("columns_chosen", &harness);
}

#[test]
fn the_question_for_the_code_of_an_mfa_device() {
    let mut harness = user_pools();
    let needed = AppError::new("Profile admin needs the code of an MFA device (mfa_serial)");
    let needed = needed.hint("The device is arn:aws:iam::123456789012:mfa/ann.").kind(ErrorKind::NeedsCode);
    harness.fails("ListUserPools", needed).press("r").write("1234");
    screens!("mfa_code", &harness);
}
