using System.Management.Automation;
using SsoOidc.Parameters;

namespace SsoOidc.Commands;

/// <summary>Lists the accounts that a session has roles in.</summary>
[Cmdlet(VerbsCommon.Get, "SSOOIDCAccount", HelpUri = HelpPages.Address + "Get-SSOOIDCAccount.md")]
[OutputType(typeof(Account))]
public sealed class GetSSOOIDCAccountCommand : PortalCmdlet
{
    /// <summary>The name or start URL of the session; not needed when there is only one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string? SessionName { get; set; }

    /// <summary>Ids of accounts, with wildcards; all when absent.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountIdCompleter))]
    [SupportsWildcards]
    public string[]? AccountId { get; set; }

    /// <summary>Names of accounts, with wildcards; all when absent.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>A session of Connect-SSOOIDCSession or Get-SSOOIDCSession.</summary>
    [Parameter(ValueFromPipeline = true)]
    [SessionArgument]
    public SsoOidcSession? InputObject { get; set; }

    private protected override object? Target => SessionName ?? (object?)InputObject;

    private protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var ids = new NameFilter(AccountId is null ? null : Array.ConvertAll(AccountId, AccountIdArgument.Complete));
        var names = new NameFilter(Name);
        var portal = Portals.Open(InputObject, NullIfEmpty(SessionName));
        await portal.ListAccountsAsync(
            page => InvokeOnPipelineAsync(() =>
            {
                foreach (var account in page)
                {
                    // Both are asked, so that each knows what it has seen.
                    if (ids.Fits(account.AccountId) & names.Fits(account.AccountName))
                        WriteObject(new Account(account, portal.Target));
                }
            }),
            cancellationToken);
        WriteUnseen(ids.Unseen.Concat(names.Unseen), portal.Target);
    }
}
