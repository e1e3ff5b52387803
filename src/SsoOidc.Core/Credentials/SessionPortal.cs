using System.Collections.Concurrent;
using System.Net;
using SsoOidc.Endpoints;
using SsoOidc.Login.Flows;
using SsoOidc.Portal;
using SsoOidc.Settings;

namespace SsoOidc.Credentials;

/// <summary>The access portal of a session, for whoever is logged in to it: its accounts, their roles, and the credentials of a role.</summary>
internal sealed class SessionPortal
{
    // With answers that take half a second, as many as the pace allows.
    private const int SideBySide = 12;

    /// <summary>How long a request may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(1);

    private readonly CredentialContext _context;
    private readonly PortalClient _client;
    private string? _token;
    private long _tokenSince;

    /// <exception cref="SsoOidcConfigurationException">The portal's address cannot be told from the settings.</exception>
    public SessionPortal(CredentialContext context, LoginTarget target, RequestPacer? pacer = null)
    {
        var settings = context.Settings;
        _context = context;
        Target = target;
        var endpoint = PortalClient.EndpointOf(
            target.Region, settings.EndpointUrl(AwsService.Sso)?.Value, settings.UseFips()?.Value ?? false, settings.UseDualStack()?.Value, target.IsDualStack);
        if (EndpointResolver.WarningOf(endpoint) is { } warning)
            context.Warn?.Invoke(warning);
        _client = new PortalClient(
            endpoint,
            new SsoOidcClientOptions
            {
                Timeout = Patience,
                MaxAttempts = context.MaxAttempts,
                RetryMode = context.RetryMode,
                HttpMessageHandler = context.HttpMessageHandler,
                Proxy = context.Proxy,
                CaBundle = context.CaBundle,
                TimeProvider = context.TimeProvider,
                Random = context.Random,
                RequestCompleted = context.RequestCompleted,
            },
            pacer);
    }

    public LoginTarget Target { get; }

    public Uri Endpoint => _client.Endpoint;

    /// <summary>Lists the accounts, page by page as they come.</summary>
    /// <exception cref="SsoOidcLoginException">Nobody is logged in, or no longer; the message names the command that logs in.</exception>
    /// <exception cref="SsoOidcException">The portal refused or did not answer.</exception>
    public Task ListAccountsAsync(Func<IReadOnlyList<PortalAccount>, Task> found, CancellationToken cancellationToken) =>
        ExplainAsync(async () =>
        {
            await _client.ListAccountsAsync(TokenAsync, found, cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <summary>Lists the roles in accounts, several side by side, each page as it comes. An account that fails leaves the others as they are.</summary>
    /// <param name="accounts">Where to look.</param>
    /// <param name="found">Told a page of roles of an account.</param>
    /// <param name="failed">Told why an account's roles are not known.</param>
    /// <param name="done">Told how many accounts are done, after each.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SsoOidcException">The session is over, or the portal no longer answers anybody.</exception>
    public async Task ListRolesAsync(
        IReadOnlyCollection<PortalAccount> accounts, Func<PortalAccount, IReadOnlyList<string>, Task> found, Func<PortalAccount, SsoOidcException, Task> failed,
        Action<int> done, CancellationToken cancellationToken)
    {
        var queue = new ConcurrentQueue<PortalAccount>(accounts);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int finished = 0, silent = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(SideBySide, queue.Count)).Select(_ => WorkAsync())).ConfigureAwait(false);

        async Task WorkAsync()
        {
            try
            {
                while (queue.TryDequeue(out var account))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    await ListAsync(account).ConfigureAwait(false);
                    done(Interlocked.Increment(ref finished));
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        async Task ListAsync(PortalAccount account)
        {
            try
            {
                await ExplainAsync(async () =>
                {
                    await _client.ListRolesAsync(account.AccountId, TokenAsync, roles => found(account, roles), stop.Token).ConfigureAwait(false);
                    return Interlocked.Exchange(ref silent, 0);
                }).ConfigureAwait(false);
            }
            // When nobody has had an answer for as long as that, it is no matter of one account.
            catch (SsoOidcException e) when (e is not SsoOidcLoginException
                && (e is { StatusCode: not null } and not TooManyRequestsException || Interlocked.Increment(ref silent) < SideBySide))
            {
                await failed(account, e).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The credentials of a role: those of a moment ago, until shortly before they end.</summary>
    /// <inheritdoc cref="ListAccountsAsync"/>
    public Task<AwsCredentials> GetRoleAsync(string accountId, string roleName, string description, CancellationToken cancellationToken) =>
        ExplainAsync(async () =>
            await GetRoleAsync(accountId, roleName, description, await TokenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

    /// <summary>The same with a token at hand.</summary>
    /// <exception cref="SsoOidcException">The portal refused, with the status 401 where the session is over, or did not answer.</exception>
    /// <exception cref="CredentialsException">What it gave are no credentials.</exception>
    public Task<AwsCredentials> GetRoleAsync(string accountId, string roleName, string description, string token, CancellationToken cancellationToken) =>
        _context.GetAsync(new RoleSource(this, accountId, roleName, description, token), cancellationToken);

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        var time = _context.TimeProvider;
        if (_token is { } known && time.GetElapsedTime(_tokenSince) < TokenLife)
            return known;
        _token = await _context.SsoTokens.GetAccessTokenAsync(Target, cancellationToken).ConfigureAwait(false);
        _tokenSince = time.GetTimestamp();
        return _token;
    }

    private async Task<T> ExplainAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (SsoOidcException e) when (e.StatusCode == HttpStatusCode.Unauthorized && e is not SsoOidcLoginException)
        {
            throw LoginErrors.LoginRequired($"The portal no longer takes the token of the session {Target.Display}: the session is over.", Target, e);
        }
    }

    /// <summary>A role for who has a token: another token is another person's, or of another login.</summary>
    private sealed class RoleSource(SessionPortal portal, string accountId, string roleName, string description, string token) : ICredentialSource
    {
        public string Description => description;

        public string Identity =>
            $"sso|{portal.Target.CacheKey}|{portal._client.Endpoint.AbsoluteUri}|{accountId}|{roleName}|{CredentialParts.Fingerprint(token)}";

        public bool IsCacheable => true;

        public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
        {
            var role = await portal._client.GetRoleCredentialsAsync(accountId, roleName, token, cancellationToken).ConfigureAwait(false)
                ?? throw new CredentialsException(description, "the portal's answer has no roleCredentials.");
            return CredentialParts.Create(
                description,
                role.Text("accessKeyId"),
                role.Text("secretAccessKey"),
                role.Text("sessionToken"),
                ReadExpiration(role.Number("expiration")),
                portal._context.TimeProvider);
        }

        // Milliseconds since 1970; a number outside of the calendar is cut to its end.
        private static DateTimeOffset? ReadExpiration(double? milliseconds) => milliseconds is { } end
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Max(0, Math.Min(end, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())))
            : null;
    }
}
