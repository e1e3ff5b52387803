using System.Collections;
using System.Collections.Concurrent;
using SsoOidc.Config;
using SsoOidc.Credentials;
using SsoOidc.Login;
using SsoOidc.Portal;
using SsoOidc.Settings;
using SsoOidc.Shell;

namespace SsoOidc.Completion;

/// <summary>What the portal knows, for completion: kept for a moment, and nothing at all where nobody is logged in or the portal takes its time.</summary>
internal static class PortalNames
{
    // The roles of as many accounts are known in half a second.
    private const int MostAccounts = 10;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5), Patience = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<string, (DateTimeOffset Until, object Value)> Known = new(StringComparer.Ordinal);

    /// <summary>The accounts of the session that the command line names.</summary>
    public static IReadOnlyList<PortalAccount> Accounts(IDictionary boundParameters) =>
        Read(boundParameters, AccountsAsync) ?? [];

    /// <summary>The roles in an account that the command line names, or in the first accounts.</summary>
    public static IReadOnlyList<string> Roles(IDictionary boundParameters) => Read(boundParameters, async (portal, person, cancellationToken) =>
    {
        var id = boundParameters["AccountId"] switch
        {
            string text => text,
            object[] { Length: 1 } list => $"{list[0]}",
            _ => null,
        };
        var accounts = id is null ? (await AccountsAsync(portal, person, cancellationToken).ConfigureAwait(false)).Take(MostAccounts).ToList() : [new PortalAccount(id)];
        return await KeptAsync<IReadOnlyList<string>>($"{person}|{id}", async () =>
        {
            var roles = new ConcurrentBag<string>();
            await portal.ListRolesAsync(accounts, (_, page) => Add(page, roles), (_, _) => Task.CompletedTask, _ => { }, cancellationToken).ConfigureAwait(false);
            return [.. roles.Distinct().OrderBy(role => role, StringComparer.OrdinalIgnoreCase)];
        }).ConfigureAwait(false);
    }) ?? [];

    private static Task<IReadOnlyList<PortalAccount>> AccountsAsync(SessionPortal portal, string person, CancellationToken cancellationToken) =>
        KeptAsync<IReadOnlyList<PortalAccount>>(person, async () =>
        {
            var accounts = new ConcurrentBag<PortalAccount>();
            await portal.ListAccountsAsync(page => Add(page, accounts), cancellationToken).ConfigureAwait(false);
            return [.. accounts.OrderBy(account => account.AccountName, StringComparer.OrdinalIgnoreCase)];
        });

    private static Task Add<T>(IEnumerable<T> page, ConcurrentBag<T> all)
    {
        foreach (var one in page)
            all.Add(one);
        return Task.CompletedTask;
    }

    private static async Task<T> KeptAsync<T>(string key, Func<Task<T>> read)
        where T : class
    {
        key += typeof(T);
        var now = DateTimeOffset.UtcNow;
        if (Known.TryGetValue(key, out var kept) && now < kept.Until)
            return (T)kept.Value;
        var value = await read().ConfigureAwait(false);
        Known[key] = (now + Life, value);
        return value;
    }

    private static T? Read<T>(IDictionary boundParameters, Func<SessionPortal, string, CancellationToken, Task<T>> read)
        where T : class
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            // On another thread: the one of a prompt has other things to do than to pump.
            var environment = ShellServices.EnvironmentOfCompletion();
            return Task.Run(() => ReadAsync(environment, boundParameters["SessionName"] as string, read, limit.Token), limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is SsoOidcException or SsoOidcConfigurationException or OperationCanceledException)
        {
            // While typing it only means that there is nothing to offer.
            return null;
        }
    }

    private static async Task<T> ReadAsync<T>(AwsEnvironment environment, string? sessionName, Func<SessionPortal, string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var settings = new AwsSettings(new AwsConfig(environment));
        var services = ShellServices.Create(null, settings, new QuietLoginUi(), new ClientArguments());
        var target = LoginTargetResolver.Resolve(new LoginOptions { SessionName = string.IsNullOrEmpty(sessionName) ? null : sessionName }, settings.Config, services.Cache);
        var tokens = new SessionTokens(services);
        // Whose list it is: after a log-out, or for another person, it is not offered.
        var token = await tokens.GetAccessTokenAsync(target, cancellationToken).ConfigureAwait(false);
        var person = CredentialParts.Fingerprint(token);
        var context = new CredentialContext { Settings = settings, SsoTokens = tokens, CaBundle = settings.CaBundle()?.Value };
        return await read(new SessionPortal(context, target), person, cancellationToken).ConfigureAwait(false);
    }
}
