using System.Collections;
using SsoOidc.Completion;

namespace SsoOidc;

/// <summary>Completes the name of a role: of those in the account that the command line names, else in the first accounts.</summary>
public sealed class RoleNameCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [.. PortalNames.Roles(boundParameters).Select(role => (role, role))];
}
