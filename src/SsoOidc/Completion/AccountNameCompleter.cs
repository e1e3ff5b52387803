using System.Collections;
using SsoOidc.Completion;

namespace SsoOidc;

/// <summary>Completes the name of an account; the tooltip has id and e-mail.</summary>
public sealed class AccountNameCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [.. from account in PortalNames.Accounts(boundParameters) where account.AccountName is not null select (account.AccountName!, $"{account.AccountId}, {account.EmailAddress}")];
}
