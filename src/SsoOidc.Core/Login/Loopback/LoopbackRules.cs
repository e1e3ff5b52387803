using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>Tells the redirect of this login from everything else that may knock at the port.</summary>
internal static class LoopbackRules
{
    public const string CallbackPath = "/oauth/callback";

    // RFC 6749 section 4.1.2.1: an error carries the state too. An error without one ends the login nevertheless, since a person who
    // pressed Deny should not wait for the time-out; a code without one does not.
    public static LoopbackVerdict Judge(LoopbackRequest request, int port, string state)
    {
        if (request.Method != "GET")
            return new(405, "Only GET is answered here.");
        // A page that has its own host name resolve to 127.0.0.1 still sends that name.
        if (request.Header("host") != "127.0.0.1:" + port)
            return new(400, "This address is 127.0.0.1 and nothing else.");
        if (request.Path != CallbackPath)
            return new(404, "There is nothing at this address.");
        // Browsers say what a request is for. The redirect is a page to show, not an image, a script, a frame or a fetch.
        if (request.Header("sec-fetch-mode") is { } mode && mode != "navigate"
            || request.Header("sec-fetch-dest") is { } destination && destination != "document")
        {
            return new(403, "A web page asked for this address in the background. That is refused.");
        }

        return Read(QueryText.Parse(request.Query), state) is { } result
            ? new(200, "", result)
            : new(400, "This is not the answer to the sign-in that is waiting now. It may come from an earlier one.");
    }

    /// <summary>The result in a redirect's query; null when it is not the answer to the login that <paramref name="state"/> belongs to.</summary>
    public static AuthorizationResult? Read(Dictionary<string, string>? query, string state)
    {
        if (query is null)
            return null;

        query.TryGetValue("state", out var given);
        if (query.TryGetValue("error", out var error) && error.Length > 0 && (given is null || Pkce.StateMatches(state, given)))
        {
            query.TryGetValue("error_description", out var description);
            return new AuthorizationResult(null, error, string.IsNullOrWhiteSpace(description) ? null : description);
        }

        // RFC 6749 appendix A.11: a code is printable ASCII.
        return error is null && Pkce.StateMatches(state, given) && query.TryGetValue("code", out var code)
            && code.Length > 0 && code.All(c => c is >= ' ' and <= '~')
            ? new AuthorizationResult(code, null, null)
            : null;
    }
}
