using System.Net;
using SsoOidc.Base;
using SsoOidc.Endpoints;
using SsoOidc.Http;

namespace SsoOidc.Portal;

/// <summary>
/// The access portal's API, for who has a token of a session: the lists of accounts and roles, the credentials of a role, and the log-out.
/// Its reads wait for their turn.
/// </summary>
internal sealed class PortalClient
{
    private const int LargestPage = 100;

    private readonly SsoOidcClientOptions _options;
    private readonly RequestPacer _pacer;

    /// <param name="endpoint">Where the portal is.</param>
    /// <param name="options">How it is reached; region and endpoint of OIDC do not count.</param>
    /// <param name="pacer">Spreads the reads; that of the process when absent.</param>
    public PortalClient(Uri endpoint, SsoOidcClientOptions options, RequestPacer? pacer = null)
    {
        Endpoint = endpoint;
        _options = options;
        _pacer = pacer ?? RequestPacer.Of(endpoint);
        // Without a handler of its own a transport is a view of a shared pool and holds nothing; one that was given is not ours to dispose.
        Loop = new RetryLoop(new HttpTransport(options.HttpMessageHandler, options.Proxy, options.CaBundle), options.TimeProvider, options.RetryMode, options.Random);
    }

    public Uri Endpoint { get; }

    private RetryLoop Loop { get; }

    /// <summary>Where the portal of a session is. A custom endpoint of OIDC says nothing of it.</summary>
    /// <param name="region">The session's.</param>
    /// <param name="custom">An address to use instead (AWS_ENDPOINT_URL_SSO).</param>
    /// <param name="useFips">Whether the FIPS endpoint is asked for.</param>
    /// <param name="useDualStack">Whether the dual-stack endpoint is; null where nobody said.</param>
    /// <param name="isDualStack">Whether the start URL is of the dual-stack family, whose portals have no other endpoint.</param>
    /// <exception cref="SsoOidcConfigurationException">The settings contradict each other.</exception>
    public static Uri EndpointOf(string? region, Uri? custom, bool useFips, bool? useDualStack, bool isDualStack) =>
        EndpointResolver.Resolve(region, custom, useFips, useDualStack ?? (custom is null && isDualStack), "portal.sso");

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<LogoutResult> LogoutAsync(string accessToken, CancellationToken cancellationToken)
    {
        var call = new PortalCall("The log-out", _options, HttpMethod.Post, AddressOf("/logout"), accessToken);
        using var exchange = await Loop.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (exchange.Response is { } answer)
        {
            return answer.StatusCode == HttpStatusCode.Unauthorized ? new(true, call.MayHaveBeenCarriedOut ? null : "the session was over already")
                : answer.IsSuccess ? new(true, null)
                : new(false, $"{Endpoint.Authority} answered {(int)answer.StatusCode}");
        }

        return new(false, exchange.IsTimeOut
            ? $"no answer from {exchange.Host} within {_options.Timeout.TotalSeconds:0.#} s"
            : $"no answer from {exchange.Host}: {exchange.Reason}");
    }

    /// <summary>Lists the accounts, page by page as they come.</summary>
    /// <exception cref="SsoOidcException">The portal refused, with the status 401 where the session is over, or did not answer.</exception>
    public Task ListAccountsAsync(
        Func<CancellationToken, Task<string>> accessToken, Func<IReadOnlyList<PortalAccount>, Task> found, CancellationToken cancellationToken) =>
        ReadPagesAsync("ListAccounts", "/assignment/accounts", "the list of accounts", accessToken, page => found(AccountsOf(page)), cancellationToken);

    /// <summary>Lists the roles in an account, page by page as they come.</summary>
    /// <inheritdoc cref="ListAccountsAsync"/>
    public Task ListRolesAsync(
        string accountId, Func<CancellationToken, Task<string>> accessToken, Func<IReadOnlyList<string>, Task> found, CancellationToken cancellationToken) =>
        ReadPagesAsync("ListAccountRoles", $"/assignment/roles?account_id={Uri.EscapeDataString(accountId)}", $"the account {Shown.Clean(accountId, 20)}", accessToken, page => found(RolesOf(page)), cancellationToken);

    /// <summary>The members of a role's credentials; null where the answer has none.</summary>
    /// <inheritdoc cref="ListAccountsAsync"/>
    public async Task<JsonMembers?> GetRoleCredentialsAsync(string accountId, string roleName, string accessToken, CancellationToken cancellationToken)
    {
        var query = $"role_name={Uri.EscapeDataString(roleName)}&account_id={Uri.EscapeDataString(accountId)}";
        var what = $"the role {Shown.Clean(roleName, 100)} in the account {Shown.Clean(accountId, 20)}";
        return (await ReadAsync("GetRoleCredentials", "/federation/credentials?" + query, what, accessToken, cancellationToken).ConfigureAwait(false)).Object("roleCredentials");
    }

    private Uri AddressOf(string pathAndQuery) => new(Endpoint.AbsoluteUri.TrimEnd('/') + pathAndQuery);

    private static List<PortalAccount> AccountsOf(JsonMembers page) =>
    [
        .. from account in page.ObjectList("accountList")
           let id = account.Text("accountId")
           where id is not null
           select new PortalAccount(Shown.Clean(id, 100), Cleaned(account.Text("accountName")), Cleaned(account.Text("emailAddress"))),
    ];

    private static List<string> RolesOf(JsonMembers page) =>
        [.. page.ObjectList("roleList").Select(role => Cleaned(role.Text("roleName"))).OfType<string>()];

    private static string? Cleaned(string? text) => text is null ? null : Shown.Clean(text);

    // An empty page goes on where it has a token, and a token is asked for each page: a long list may outlive one.
    private async Task ReadPagesAsync(
        string operation, string path, string what, Func<CancellationToken, Task<string>> accessToken, Func<JsonMembers, Task> found, CancellationToken cancellationToken)
    {
        string? next = null;
        while (true)
        {
            var query = QueryText.Write([("max_result", $"{LargestPage}"), ("next_token", next)]);
            var token = await accessToken(cancellationToken).ConfigureAwait(false);
            var page = await ReadAsync(operation, $"{path}{(path.Contains('?') ? '&' : '?')}{query}", what, token, cancellationToken).ConfigureAwait(false);
            await found(page).ConfigureAwait(false);
            var last = next;
            next = page.Text("nextToken");
            if (next is null)
                return;
            if (next == last)
                throw new SsoOidcResponseException($"The portal gives the same page of {what} again and again. Check the endpoint and any proxy on the way.");
        }
    }

    private async Task<JsonMembers> ReadAsync(string operation, string pathAndQuery, string what, string accessToken, CancellationToken cancellationToken)
    {
        var call = new PortalCall(operation, _options, HttpMethod.Get, AddressOf(pathAndQuery), accessToken, _pacer);
        using var exchange = await Loop.SendAsync(call, cancellationToken).ConfigureAwait(false);
        var error = exchange.Response is { IsSuccess: false } ? Explained(call.Refusal!, what) : call.FailureOf(exchange, _options.HttpMessageHandler is null);
        var members = error is null ? Parse(operation, exchange.Response!, out error) : null;
        var metadata = call.Metadata(exchange.Response);
        if (error is not null)
            error.Metadata = metadata;
        _options.RequestCompleted?.Invoke(new RequestSummary(operation, "GET", call.Address, metadata, call.Elapsed, error is null ? null : error.Code ?? error.GetType().Name));
        return members ?? throw error!;
    }

    private static JsonMembers? Parse(string operation, TransportResponse answer, out SsoOidcException? error)
    {
        var body = answer.Body.ToArray();
        var members = JsonMembers.Open(body, out _);
        error = members is null ? new SsoOidcResponseException($"The answer of {operation} is not the JSON that the portal sends. Check the endpoint and any proxy on the way.") : null;
        return members;
    }

    /// <summary>The portal's errors, told by their status; what it says itself is as a rule no more than "No access".</summary>
    private static SsoOidcException Explained(SsoOidcException refusal, string what)
    {
        SsoOidcException? typed = (int?)refusal.StatusCode switch
        {
            401 => new SsoOidcException("The portal no longer takes the token: the session is over."),
            403 => new ForbiddenException($"The portal refuses {what}: you have no access."),
            404 => new ResourceNotFoundException($"The portal does not know {what}."),
            429 => new TooManyRequestsException("The portal has refused all requests as too many for minutes: something else asks it all the time."),
            _ => null,
        };
        if (typed is null)
            return refusal;
        typed.Code = refusal.Code;
        typed.Error = refusal.Error;
        typed.ErrorDescription = refusal.ErrorDescription ?? refusal.Message;
        return typed;
    }
}
