using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-SubjectTokenType</c>.</summary>
public sealed class SubjectTokenTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [("access_token", $"The only type that the service takes (RFC 8693 section 3), {TokenTypes.AccessToken}")];
}
