//! The joint lists: the pools of several contexts in one table. The app makes their rows from the lists of
//! those contexts; the columns are those of the pools, with the context behind the name.

use crate::resource::tables::{IDENTITY_POOL, USER_POOL};
use crate::resource::{Checks, Column, Kind, KindId};

/// The member that holds the id of a joint row: the number of its context, and the id of the pool there.
pub const JOINT_ID: &str = "JointId";

/// The member of the column with the profile.
pub const JOINT_PROFILE: &str = "JointProfile";

const PROFILE: Column = Column::new("PROFILE", JOINT_PROFILE, 16);
const REGION: Column = Column::new("REGION", "JointRegion", 14);

pub static JOINT_USER_POOL: Kind = Kind {
    id: KindId::JointUserPool,
    name: USER_POOL.name,
    plural: USER_POOL.plural,
    id_path: JOINT_ID,
    name_path: USER_POOL.name_path,
    checks: Checks { findings: USER_POOL.checks.findings, ..Checks::EMPTY },
    listing: USER_POOL.listing,
    columns: &[
        Column::new("NAME", "Name", 20),
        PROFILE,
        REGION,
        Column::new("USER POOL ID", "Id", 24),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    ..Kind::EMPTY
};

pub static JOINT_IDENTITY_POOL: Kind = Kind {
    id: KindId::JointIdentityPool,
    name: IDENTITY_POOL.name,
    plural: IDENTITY_POOL.plural,
    id_path: JOINT_ID,
    name_path: IDENTITY_POOL.name_path,
    checks: Checks { findings: IDENTITY_POOL.checks.findings, ..Checks::EMPTY },
    listing: IDENTITY_POOL.listing,
    columns: &[
        Column::new("NAME", "IdentityPoolName", 20),
        PROFILE,
        REGION,
        Column::new("CLASSIC FLOW", "AllowClassicFlow", 19),
        Column::new("GUESTS", "AllowUnauthenticatedIdentities", 7),
        Column::new("IDENTITY POOL ID", "IdentityPoolId", 16),
    ],
    ..Kind::EMPTY
};

/// The joint lists, in the order of those at the top level.
pub static JOINT: [&Kind; 2] = [&JOINT_USER_POOL, &JOINT_IDENTITY_POOL];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::tables::TOP;

    #[test]
    fn a_joint_list_has_the_columns_of_its_pools_with_the_context_behind_the_name() {
        let told = |column: &Column| (column.title, column.path, column.width);
        for (joint, single) in JOINT.into_iter().zip(TOP) {
            let mut columns: Vec<_> = joint.columns.iter().map(told).collect();
            assert_eq!(
                columns.drain(1..3).map(|(title, ..)| title).collect::<Vec<_>>(),
                ["PROFILE", "REGION"]
            );
            assert_eq!(columns, single.columns.iter().map(told).collect::<Vec<_>>());
        }
    }
}
