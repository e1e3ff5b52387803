using System.Collections;
using SsoOidc.Completion;

namespace SsoOidc;

/// <summary>Completes the id of an account, by the beginning of its id or of its name; the tooltip has name and e-mail.</summary>
public sealed class AccountIdCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [.. PortalNames.Accounts(boundParameters).Select(account => (account.AccountId, $"{account.AccountName}, {account.EmailAddress}"))];

    private protected override bool Fits(string value, string tooltip, string typed) =>
        base.Fits(value, tooltip, typed) || tooltip.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
