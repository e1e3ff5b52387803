using System.Net;
using System.Text.Json;
using SsoOidc.Base;
using SsoOidc.Client.Models;
using SsoOidc.Http;

namespace SsoOidc.Client;

/// <summary>Makes the typed exception of an error answer (restJson1 error identification, protocol rules 4.1 to 4.3).</summary>
internal static class ErrorParser
{
    /// <summary>The modelled errors: type name, <c>error</c> value where it says which, and the exception.</summary>
    private static readonly Kind[] Kinds =
    [
        new(nameof(AccessDeniedException), "access_denied", (message, members) => new AccessDeniedException(message) { Reason = members.Reason }),
        new(nameof(AuthorizationPendingException), "authorization_pending", (message, _) => new AuthorizationPendingException(message)),
        new(nameof(ExpiredTokenException), "expired_token", (message, _) => new ExpiredTokenException(message)),
        new(nameof(InternalServerException), "server_error", (message, _) => new InternalServerException(message)),
        new(nameof(InvalidClientException), "invalid_client", (message, _) => new InvalidClientException(message)),
        new(nameof(InvalidClientMetadataException), "invalid_client_metadata", (message, _) => new InvalidClientMetadataException(message)),
        new(nameof(InvalidGrantException), "invalid_grant", (message, _) => new InvalidGrantException(message)),
        new(nameof(InvalidRedirectUriException), "invalid_redirect_uri", (message, _) => new InvalidRedirectUriException(message)),
        new(nameof(InvalidRequestException), "invalid_request", (message, members) => new InvalidRequestException(message) { Reason = members.Reason }),
        new(nameof(InvalidRequestRegionException), null, (message, members) => new InvalidRequestRegionException(message) { Endpoint = members.Endpoint, Region = members.Region }),
        new(nameof(InvalidScopeException), "invalid_scope", (message, _) => new InvalidScopeException(message)),
        new(nameof(SlowDownException), "slow_down", (message, _) => new SlowDownException(message)),
        new(nameof(UnauthorizedClientException), "unauthorized_client", (message, _) => new UnauthorizedClientException(message)),
        new(nameof(UnsupportedGrantTypeException), "unsupported_grant_type", (message, _) => new UnsupportedGrantTypeException(message)),
    ];

    private sealed class Kind(string name, string? error, Func<string, Members, SsoOidcException> create)
    {
        public string Name { get; } = name;

        public string? Error { get; } = error;

        public Func<string, Members, SsoOidcException> Create { get; } = create;
    }

    private struct Members
    {
        public string? Code, Type, Error, ErrorDescription, Message, Reason, Endpoint, Region;
    }

    // A shorter one is no secret of the service's, and would be found in the middle of words.
    private const int LeastSecret = 8;

    /// <summary>The error of an answer that is none of success.</summary>
    /// <param name="refusal">The answer.</param>
    /// <param name="metadata">Carries the status.</param>
    /// <param name="secrets">What the request held that no message may repeat.</param>
    public static SsoOidcException Parse(TransportResponse refusal, ResponseMetadata metadata, IEnumerable<string?> secrets) => (int)refusal.StatusCode is >= 300 and <= 399
        ? new SsoOidcException($"The service answered {(int)refusal.StatusCode}, a redirect. It is not followed, since the request holds secrets: check the endpoint.")
        : Parse(refusal.ErrorType, refusal.Body, metadata, secrets);

    /// <summary>Never throws: a body that cannot be read only leaves the members unknown.</summary>
    /// <param name="errorTypeHeader">The value of <c>x-amzn-ErrorType</c>.</param>
    /// <param name="body">The body, or as much of it as arrived.</param>
    /// <param name="metadata">Carries the status.</param>
    /// <param name="secrets">What the request held that no message may repeat.</param>
    public static SsoOidcException Parse(string? errorTypeHeader, ReadOnlySpan<byte> body, ResponseMetadata metadata, IEnumerable<string?> secrets)
    {
        var members = ReadMembers(body, secrets);
        var code = TypeName(errorTypeHeader) ?? TypeName(members.Code) ?? TypeName(members.Type);
        // The front end's own errors (403 ExpiredTokenException and so on, of the signature) share names with
        // modelled ones, which never come as 403.
        var kind = metadata.HttpStatusCode == HttpStatusCode.Forbidden ? null : code is not null ? KindNamed(code) : KindOf(members);
        var exception = Create(kind, members, metadata.HttpStatusCode);
        exception.Code = code;
        exception.Error = members.Error;
        exception.ErrorDescription = members.ErrorDescription;
        exception.Metadata = metadata;
        return exception;
    }

    private static SsoOidcException Create(Kind? kind, Members members, HttpStatusCode? status)
    {
        var message = Message(members, status);
        return kind is null ? new SsoOidcException(message) : kind.Create(message, members);
    }

    private static Kind? KindNamed(string code) => Array.Find(Kinds, kind => string.Equals(kind.Name, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind that an <c>error</c> value stands for where no type was named (front ends drop the header).</summary>
    private static Kind? KindOf(Members members) => members switch
    {
        { Error: null } => null,
        { Error: "invalid_request", Endpoint: not null } or { Error: "invalid_request", Region: not null } => KindNamed(nameof(InvalidRequestRegionException)),
        _ => Array.Find(Kinds, kind => kind.Error == members.Error),
    };

    /// <summary><c>ns#Name:http://…</c> to <c>Name</c>: the text before the first colon or comma, then after the first hash.</summary>
    internal static string? TypeName(string? value)
    {
        if (value is null)
            return null;
        var end = value.IndexOfAny([':', ',']);
        if (end >= 0)
            value = value.Substring(0, end);
        var hash = value.IndexOf('#');
        value = Shown.Clean((hash >= 0 ? value.Substring(hash + 1) : value).Trim());
        return value.Length == 0 ? null : value;
    }

    private static string Message(Members members, HttpStatusCode? status) =>
        Cleaned(members.ErrorDescription) ?? Cleaned(members.Message) ?? Cleaned(members.Error)
        ?? $"The service answered {(int?)status} {status} and gave no description.";

    private static string? Cleaned(string? text) => text is not null && Shown.Clean(text).Trim() is { Length: > 0 } shown ? shown : null;

    /// <summary>A member as it may be shown anywhere: PowerShell itself shows every member of an error, by Get-Error and DetailedView.</summary>
    private static string? Presentable(string? text, IEnumerable<string?> secrets)
    {
        if (text is null)
            return null;
        foreach (var secret in secrets)
        {
            if (secret is { Length: >= LeastSecret })
                text = text.Replace(secret, "***");
        }

        return Shown.Clean(text, int.MaxValue);
    }

    private static Members ReadMembers(ReadOnlySpan<byte> body, IEnumerable<string?> secrets)
    {
        var members = default(Members);
        try
        {
            var reader = OidcJson.ReaderFor(body);
            if (reader.ReadObjectStart())
                ReadMembers(ref reader, ref members, secrets);
        }
        catch (JsonException)
        {
            // HTML of a proxy, an empty or a broken body: the status and what was read so far are the error.
        }

        return members;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, ref Members members, IEnumerable<string?> secrets)
    {
        while (reader.ReadMember())
        {
            if (reader.IsMember("error"u8)) members.Error = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("error_description"u8)) members.ErrorDescription = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("message"u8) || reader.IsMember("Message"u8)) members.Message = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("code"u8) || reader.IsMember("Code"u8)) members.Code = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("__type"u8)) members.Type = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("reason"u8)) members.Reason = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("endpoint"u8)) members.Endpoint = Presentable(reader.ReadStringOrSkip(), secrets);
            else if (reader.IsMember("region"u8)) members.Region = Presentable(reader.ReadStringOrSkip(), secrets);
            else reader.SkipMember();
        }
    }
}
