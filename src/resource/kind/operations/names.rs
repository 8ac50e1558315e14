//! The operations that this build sends, under AWS's names, and the services that have them.

/// A service of AWS: `cognito-idp` for user pools, `cognito-identity` for identity pools, and `iam` for the
/// roles that identity pools hand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    UserPools,
    IdentityPools,
    Iam,
}

impl Service {
    /// The service prefix of IAM permissions.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::UserPools => "cognito-idp",
            Self::IdentityPools => "cognito-identity",
            Self::Iam => "iam",
        }
    }

    /// The name by which people know the service.
    pub const fn title(self) -> &'static str {
        match self {
            Self::UserPools | Self::IdentityPools => "Cognito",
            Self::Iam => "IAM",
        }
    }
}

/// Declares the operations of each service.
macro_rules! operation_names {
    ($($service:ident { $($name:ident),+ $(,)? })+) => {
        /// An operation that this build sends, under AWS's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum OperationName { $($($name,)+)+ }

        impl OperationName {
            /// AWS's name of the operation: "`DescribeUserPool`".
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$name => stringify!($name),)+)+ }
            }

            /// The service that has the operation.
            pub const fn service(self) -> Service {
                match self { $($(Self::$name)|+ => Service::$service,)+ }
            }
        }
    };
}

operation_names! {
    UserPools {
        ListUserPools,
        DescribeUserPool,
        CreateUserPool,
        UpdateUserPool,
        DeleteUserPool,
        AddCustomAttributes,
        GetUserPoolMfaConfig,
        SetUserPoolMfaConfig,
        DescribeRiskConfiguration,
        SetRiskConfiguration,
        GetLogDeliveryConfiguration,
        SetLogDeliveryConfiguration,
        GetSigningCertificate,
        DescribeManagedLoginBrandingByClient,
        CreateManagedLoginBranding,
        UpdateManagedLoginBranding,
        DeleteManagedLoginBranding,
        ListUserPoolClients,
        DescribeUserPoolClient,
        CreateUserPoolClient,
        UpdateUserPoolClient,
        DeleteUserPoolClient,
        ListUserPoolClientSecrets,
        AddUserPoolClientSecret,
        DeleteUserPoolClientSecret,
        ListResourceServers,
        DescribeResourceServer,
        CreateResourceServer,
        UpdateResourceServer,
        DeleteResourceServer,
        ListIdentityProviders,
        DescribeIdentityProvider,
        GetIdentityProviderByIdentifier,
        CreateIdentityProvider,
        UpdateIdentityProvider,
        DeleteIdentityProvider,
        DescribeUserPoolDomain,
        CreateUserPoolDomain,
        UpdateUserPoolDomain,
        DeleteUserPoolDomain,
        SignUp,
    }
    IdentityPools {
        ListIdentityPools,
        DescribeIdentityPool,
        CreateIdentityPool,
        UpdateIdentityPool,
        DeleteIdentityPool,
        GetIdentityPoolRoles,
        SetIdentityPoolRoles,
        GetPrincipalTagAttributeMap,
        SetPrincipalTagAttributeMap,
        ListIdentities,
        DescribeIdentity,
    }
    Iam {
        GetRole,
    }
}
