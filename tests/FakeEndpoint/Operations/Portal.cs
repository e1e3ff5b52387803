using System.Globalization;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>The access portal API (<c>portal.sso</c>) on the same address.</summary>
internal sealed class Portal
{
    private const int DefaultPage = 20, LargestPage = 100;
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromHours(1);

    private readonly FakeOptions _options;
    private readonly Store _store;
    private readonly RateLimit _limit;

    public Portal(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
        _limit = new RateLimit(options.PortalRate, options.TimeProvider);
    }

    public Reply GetRoleCredentials(IncomingRequest request)
    {
        Admit(request);
        var role = Required(request, "role_name");
        var account = FindAccount(Required(request, "account_id"));
        if (!account.Roles.Contains(role) || account.RefusedRoles.Contains(role))
            throw ServiceException.Portal(403, "ForbiddenException", "No access");
        return Reply.Json(json =>
        {
            json.WriteStartObject("roleCredentials");
            json.WriteString("accessKeyId", "ASIAFAKEROLE" + account.AccountId[..8]);
            json.WriteString("secretAccessKey", _store.Secrets.New("secretAccessKey", bytes: 30));
            json.WriteString("sessionToken", _store.Secrets.New("sessionToken", "IQoJ", 120));
            json.WriteNumber("expiration", (_store.Now + CredentialsLifetime).ToUnixTimeMilliseconds());
            json.WriteEndObject();
        });
    }

    public Reply ListAccounts(IncomingRequest request)
    {
        Admit(request);
        var (page, next) = Page(request, _options.Accounts);
        return Reply.Json(json =>
        {
            json.WriteStartArray("accountList");
            foreach (var account in page)
            {
                json.WriteStartObject();
                json.WriteString("accountId", account.AccountId);
                json.WriteString("accountName", account.AccountName);
                json.WriteString("emailAddress", account.EmailAddress);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("nextToken", next);
        });
    }

    public Reply ListAccountRoles(IncomingRequest request)
    {
        Admit(request);
        var account = FindAccount(Required(request, "account_id"));
        if (account.IsClosed)
            throw ServiceException.Portal(403, "ForbiddenException", "No access");
        var (page, next) = Page(request, account.Roles);
        return Reply.Json(json =>
        {
            json.WriteString("nextToken", next);
            json.WriteStartArray("roleList");
            foreach (var role in page)
            {
                json.WriteStartObject();
                json.WriteString("accountId", account.AccountId);
                json.WriteString("roleName", role);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    public Reply Logout(IncomingRequest request)
    {
        Authenticate(request).Grant.SignIn.Ended = true;
        return new Reply { ContentType = "" };
    }

    // The limit counts what is refused too, so that a client that storms gets nothing done.
    private void Admit(IncomingRequest request)
    {
        if (!_limit.TryTake())
            throw ServiceException.Portal(429, "TooManyRequestsException", "HTTP 429 Unknown Code");
        Authenticate(request);
    }

    private AccessToken Authenticate(IncomingRequest request)
    {
        var value = request.Header("x-amz-sso_bearer_token");
        if (string.IsNullOrEmpty(value))
            throw ServiceException.Portal(401, "UnauthorizedException", "Session token not found");
        return _store.LiveAccessToken(value) is { Grant.ForPortal: true } token
            ? token
            : throw ServiceException.Portal(401, "UnauthorizedException", "Session token not found or invalid");
    }

    // An account one has no role in looks like one that does not exist.
    private FakeAccount FindAccount(string id) =>
        _options.Accounts.FirstOrDefault(account => account.AccountId == id)
        ?? throw ServiceException.Portal(403, "ForbiddenException", "No access");

    private static string Required(IncomingRequest request, string name) =>
        request.Query.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw Invalid($"Missing required query parameter: {name}");

    // A page's token is where it starts; with a plus, the empty page before it has been given.
    private (IEnumerable<T> Page, string? Next) Page<T>(IncomingRequest request, IReadOnlyList<T> all)
    {
        var size = Number(request.Query.GetValueOrDefault("max_result"), "max_result", DefaultPage, 1, LargestPage);
        var token = request.Query.GetValueOrDefault("next_token");
        var start = Number(token?.TrimEnd('+'), "next_token", 0, 0, all.Count);
        if (_options.EmptyPages && token?.EndsWith('+') is not true)
            return ([], Invariant(start) + "+");
        var end = start + size;
        return (all.Skip(start).Take(size), end < all.Count ? Invariant(end) : null);
    }

    private static int Number(string? text, string name, int absent, int min, int max)
    {
        if (text is null)
            return absent;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid($"Invalid value for {name}");
    }

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static ServiceException Invalid(string message) => ServiceException.Portal(400, "InvalidRequestException", message);
}
