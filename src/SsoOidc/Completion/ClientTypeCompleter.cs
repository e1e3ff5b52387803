using System.Collections;

namespace SsoOidc;

/// <summary>Completes <c>-ClientType</c>.</summary>
public sealed class ClientTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [("public", "The only client type that the service accepts")];
}
