using System.Management.Automation;
using SsoOidc.Credentials;
using SsoOidc.Parameters;
using SsoOidc.Portal;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Lists the roles that a session may take, in all accounts or in some.</summary>
[Cmdlet(VerbsCommon.Get, "SSOOIDCRole", HelpUri = HelpPages.Address + "Get-SSOOIDCRole.md")]
[OutputType(typeof(Role))]
public sealed class GetSSOOIDCRoleCommand : PortalCmdlet
{
    private readonly Dictionary<SessionPortal, List<PortalAccount>> _accounts = [];

    /// <summary>Ids or names of accounts, with wildcards; all when absent.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountIdCompleter))]
    [SupportsWildcards]
    public string[]? AccountId { get; set; }

    /// <summary>Names of roles, with wildcards; all when absent.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RoleNameCompleter))]
    [SupportsWildcards]
    public string[]? RoleName { get; set; }

    /// <summary>The name or start URL of the session; not needed when there is only one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string? SessionName { get; set; }

    /// <summary>An account of Get-SSOOIDCAccount, or a session.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    private protected override object? Target => AccountId is { Length: 1 } ? AccountId[0] : AccountId ?? InputObject?.BaseObject;

    /// <summary>Finds the accounts of one record. Their roles are listed at the end, those of all side by side.</summary>
    private protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var portal = Portals.Open(InputObject?.BaseObject, NullIfEmpty(SessionName));
        if (!_accounts.TryGetValue(portal, out var accounts))
            _accounts.Add(portal, accounts = []);
        if (InputObject?.BaseObject is Account account)
        {
            accounts.Add(new PortalAccount(account.AccountId, account.AccountName, account.EmailAddress));
            return;
        }

        var patterns = InputObject?.BaseObject is string id ? [id] : AccountId;
        var filter = new NameFilter(patterns is null ? null : Array.ConvertAll(patterns, AccountIdArgument.Complete));
        await portal.ListAccountsAsync(
            page =>
            {
                accounts.AddRange(page.Where(found => filter.Fits(found.AccountId, found.AccountName)));
                return Task.CompletedTask;
            },
            cancellationToken);
        WriteUnseen(filter.Unseen, portal.Target);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(ListAsync);

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        foreach (var portal in _accounts)
        {
            var accounts = portal.Value.GroupBy(account => account.AccountId).Select(same => same.First()).ToList();
            var roles = new NameFilter(RoleName);
            using var progress = new CountBar(this, "Listing roles", "accounts", accounts.Count);
            await portal.Key.ListRolesAsync(
                accounts,
                (account, page) => InvokeOnPipelineAsync(() =>
                {
                    foreach (var role in page)
                    {
                        if (roles.Fits(role))
                            WriteObject(new Role(account, role, portal.Key.Target));
                    }
                }),
                (account, error) => InvokeOnPipelineAsync(() => WriteError(error, account.AccountId)),
                progress.Report,
                cancellationToken);
        }
    }
}
