using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-RequestedTokenType</c>.</summary>
public sealed class RequestedTokenTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("access_token", $"An access token (RFC 8693 section 3), {TokenTypes.AccessToken}"),
        ("refresh_token", $"A refresh token (RFC 8693 section 3), {TokenTypes.RefreshToken}"),
    ];
}
