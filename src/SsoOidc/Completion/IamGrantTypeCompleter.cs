using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-GrantType</c> of New-SSOOIDCTokenWithIAM.</summary>
public sealed class IamGrantTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("authorization_code", "Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): -Code, -RedirectUri, -CodeVerifier"),
        ("jwt-bearer", $"JWT of a trusted token issuer (RFC 7523), {GrantTypes.JwtBearer}: -Assertion"),
        ("refresh_token", "Refresh token (RFC 6749 section 6): -RefreshToken"),
        ("token-exchange", $"Token exchange (RFC 8693), {GrantTypes.TokenExchange}: -SubjectToken"),
    ];
}
