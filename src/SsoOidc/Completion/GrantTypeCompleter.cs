using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-GrantType</c> of the public operations.</summary>
public sealed class GrantTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("authorization_code", "Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): -Code, -RedirectUri, -CodeVerifier"),
        ("device_code", $"Device code (RFC 8628), {GrantTypes.DeviceCode}: -DeviceCode"),
        ("refresh_token", "Refresh token (RFC 6749 section 6): -RefreshToken"),
    ];
}
