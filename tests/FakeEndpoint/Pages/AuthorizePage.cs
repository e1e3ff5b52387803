using System.Buffers.Text;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.Operations;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Pages;

/// <summary>The authorization endpoint of the code grant (RFC 6749 section 4.1, RFC 7636).</summary>
internal sealed class AuthorizePage
{
    private readonly FakeOptions _options;
    private readonly Store _store;

    public AuthorizePage(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
    }

    public Reply Show(IncomingRequest request)
    {
        var query = request.Query;
        var clientId = query.GetValueOrDefault("client_id", "");
        var redirectUri = query.GetValueOrDefault("redirect_uri", "");
        if (FindProblem(clientId, redirectUri) is { } problem)
            return Reply.Html(Html.Page("Invalid request", $"<p id=\"problem\">{Html.Encode(problem)}</p>"), 400);

        var state = query.GetValueOrDefault("state");
        var challenge = query.GetValueOrDefault("code_challenge");
        var client = _store.Clients.GetValueOrDefault(clientId);
        var scopes = query.GetValueOrDefault("scopes", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (query.GetValueOrDefault("response_type") != "code")
            return Refuse(redirectUri, state, "unsupported_response_type", "response_type must be code");
        if (challenge is null ? client is not null : query.GetValueOrDefault("code_challenge_method") != "S256" || !IsSha256(challenge))
            return Refuse(redirectUri, state, "invalid_request", "A code_challenge with method S256 is required");
        if (scopes.Except(client?.Scopes ?? _options.Scopes).Any())
            return Refuse(redirectUri, state, "invalid_scope", "A scope is not registered for this client");

        var pending = new AuthorizationRequest(Guid.NewGuid().ToString("N"), clientId, redirectUri, state, challenge, scopes);
        if (_options.Approve == ApproveMode.Auto)
            return Approve(pending);
        _store.Authorizations.Add(pending.Id, pending);
        return Reply.Html(Html.Page("Allow access?", $"""
            <p>The application <b id="client">{Html.Encode(client?.Name ?? clientId)}</b> asks for access to your data.</p>
            <p>Scopes: <span id="scopes">{Html.Encode(string.Join(", ", scopes))}</span></p>
            {Html.DecisionForm(_options.BasePath + "/authorize", "request", pending.Id)}
            """));
    }

    public Reply Decide(IncomingRequest request)
    {
        var form = request.Form();
        if (!_store.Authorizations.Remove(form.GetValueOrDefault("request", ""), out var pending))
            return Reply.Html(Html.Page("Invalid request", "<p id=\"problem\">The request is unknown or was already decided.</p>"), 400);
        return form.GetValueOrDefault("decision") == "approve"
            ? Approve(pending)
            : Refuse(pending.RedirectUri, pending.State, "access_denied", "The user denied the request");
    }

    private string? FindProblem(string clientId, string redirectUri)
    {
        // Applications with an ARN are not registered here: any loopback address is theirs.
        if (ApplicationArn.IsValid(clientId))
            return RedirectUris.IsLoopback(redirectUri) ? null : "The redirect URI is not allowed.";
        if (!_store.Clients.TryGetValue(clientId, out var client) || _store.Now >= client.ExpiresAt)
            return "The client is unknown or its registration has expired.";
        if (client.GrantTypes?.Contains(GrantTypes.AuthorizationCode) != true)
            return "The client is not registered for the authorization code grant.";
        return client.RedirectUris.Any(registered => RedirectUris.Matches(registered, redirectUri))
            ? null
            : "The redirect URI is not registered.";
    }

    private static bool IsSha256(string challenge) => challenge.Length == 43 && Base64Url.IsValid(challenge);

    private Reply Approve(AuthorizationRequest pending) =>
        Reply.Redirect(Urls.WithQuery(pending.RedirectUri, ("code", _store.NewCode(pending).Code), ("state", pending.State)));

    private static Reply Refuse(string redirectUri, string? state, string error, string description) =>
        Reply.Redirect(Urls.WithQuery(redirectUri, ("error", error), ("error_description", description), ("state", state)));
}
