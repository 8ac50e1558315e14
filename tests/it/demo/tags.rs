//! Tags of identity pools: set and removed by the pool's ARN; those of AWS can't be changed.

use cognitui::demo::Store;
use serde_json::json;

use super::{call, refusal, with_identity_pool};

#[test]
fn tags_of_aws_may_stay_but_not_be_set() {
    let mut store = Store::demo();
    let id = json!({"IdentityPoolId": store.identity_pool_id("partners-data")});
    let mut pool = call(&mut store, "DescribeIdentityPool", id);
    assert_eq!(call(&mut store, "UpdateIdentityPool", pool.clone()), pool);
    pool["IdentityPoolTags"]["aws:cloudformation:stack-name"] = "mine".into();
    assert_eq!(
        refusal(&mut store, "UpdateIdentityPool", pool),
        "InvalidParameterException: aws: prefixed tag key names are not allowed for external use."
    );
}

#[test]
fn tags_are_added_and_removed_by_the_pools_arn() {
    let (mut store, pool) =
        with_identity_pool(json!({"IdentityPoolTags": {"team": "identity", "stage": "test"}}));
    let arn = format!(
        "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/{}",
        pool["IdentityPoolId"].as_str().expect("an id")
    );
    let tags = |store: &mut Store| {
        call(store, "cognito-identity.ListTagsForResource", json!({"ResourceArn": arn}))["Tags"].clone()
    };
    let tag = json!({"ResourceArn": arn, "Tags": {"stage": "live", "部門": ""}});
    assert_eq!(call(&mut store, "cognito-identity.TagResource", tag), json!({}));
    assert_eq!(tags(&mut store), json!({"team": "identity", "stage": "live", "部門": ""}));
    let untag = json!({"ResourceArn": arn, "TagKeys": ["team", "stage", "none"]});
    assert_eq!(call(&mut store, "cognito-identity.UntagResource", untag), json!({}));
    let described =
        call(&mut store, "DescribeIdentityPool", json!({"IdentityPoolId": pool["IdentityPoolId"]}));
    assert_eq!(
        (&described["IdentityPoolTags"], tags(&mut store)),
        (&json!({"部門": ""}), json!({"部門": ""}))
    );
}

#[test]
fn tags_by_arn_are_refused_like_any_others() {
    let (mut store, pool) = with_identity_pool(json!({}));
    let arn = format!(
        "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/{}",
        pool["IdentityPoolId"].as_str().expect("an id")
    );
    let missing = "eu-west-1:00000000-0000-4000-a000-000000000000";
    let unknown = format!("arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/{missing}");
    let aws = "InvalidParameterException: aws: prefixed tag key names are not allowed for external use.";
    for (operation, body, why) in [
        ("TagResource", json!({"ResourceArn": arn, "Tags": {"AWS:stack": "mine"}}), aws.to_owned()),
        ("UntagResource", json!({"ResourceArn": arn, "TagKeys": ["aws:stack"]}), aws.to_owned()),
        (
            "ListTagsForResource",
            json!({"ResourceArn": unknown}),
            format!("ResourceNotFoundException: IdentityPool '{missing}' not found."),
        ),
        (
            "ListTagsForResource",
            json!({"ResourceArn": "arn:aws:s3:::a-bucket"}),
            "InvalidParameterException: Invalid ARN: arn:aws:s3:::a-bucket".to_owned(),
        ),
    ] {
        assert_eq!(refusal(&mut store, &format!("cognito-identity.{operation}"), body), why);
    }
    assert_eq!(
        call(&mut store, "cognito-identity.ListTagsForResource", json!({"ResourceArn": arn})),
        json!({"Tags": {}})
    );
}
