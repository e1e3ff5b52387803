using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-Scope</c>.</summary>
public sealed class ScopeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("sso:account:access", "Accounts and roles of the person; makes tokens refreshable"),
        ("openid", "An OpenID Connect id token, with CreateTokenWithIAM"),
        ("aws", "AWS details in the answer, with CreateTokenWithIAM"),
        ("sts:identity_context", "An identity context for sts:AssumeRole, with CreateTokenWithIAM"),
    ];
}
