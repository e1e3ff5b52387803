using System.Net;
using System.Text.Json;

namespace SsoOidc.Pipeline;

/// <summary>Makes the typed exception of an error answer (restJson1 error identification, protocol rules 4.1 to 4.3).</summary>
internal static class ErrorParser
{
    private struct Members
    {
        public string? Code, Type, Error, ErrorDescription, Message, Reason, Endpoint, Region;
    }

    /// <summary>Never throws: a body that cannot be read only leaves the members unknown.</summary>
    /// <param name="errorTypeHeader">The value of <c>x-amzn-ErrorType</c>.</param>
    /// <param name="body">The body, or as much of it as arrived.</param>
    /// <param name="metadata">Carries the status.</param>
    public static SsoOidcException Parse(string? errorTypeHeader, ReadOnlySpan<byte> body, ResponseMetadata metadata)
    {
        var members = ReadMembers(body);
        var code = TypeName(errorTypeHeader) ?? TypeName(members.Code) ?? TypeName(members.Type);
        // The front end's own errors (403 ExpiredTokenException and so on, of the signature) share names with
        // modelled ones, which never come as 403.
        var kind = metadata.HttpStatusCode == HttpStatusCode.Forbidden ? null : code ?? KindOf(members);
        var exception = Create(kind, Message(members, metadata.HttpStatusCode), members);
        exception.Code = code;
        exception.Error = members.Error;
        exception.ErrorDescription = members.ErrorDescription;
        exception.Metadata = metadata;
        return exception;
    }

    private static SsoOidcException Create(string? kind, string message, Members members) => kind switch
    {
        nameof(AccessDeniedException) => new AccessDeniedException(message) { Reason = members.Reason },
        nameof(AuthorizationPendingException) => new AuthorizationPendingException(message),
        nameof(ExpiredTokenException) => new ExpiredTokenException(message),
        nameof(InternalServerException) => new InternalServerException(message),
        nameof(InvalidClientException) => new InvalidClientException(message),
        nameof(InvalidClientMetadataException) => new InvalidClientMetadataException(message),
        nameof(InvalidGrantException) => new InvalidGrantException(message),
        nameof(InvalidRedirectUriException) => new InvalidRedirectUriException(message),
        nameof(InvalidRequestException) => new InvalidRequestException(message) { Reason = members.Reason },
        nameof(InvalidRequestRegionException) => new InvalidRequestRegionException(message) { Endpoint = members.Endpoint, Region = members.Region },
        nameof(InvalidScopeException) => new InvalidScopeException(message),
        nameof(SlowDownException) => new SlowDownException(message),
        nameof(UnauthorizedClientException) => new UnauthorizedClientException(message),
        nameof(UnsupportedGrantTypeException) => new UnsupportedGrantTypeException(message),
        _ => new SsoOidcException(message),
    };

    /// <summary>The kind that an <c>error</c> value stands for where no type was named (front ends drop the header).</summary>
    private static string? KindOf(Members members) => members.Error switch
    {
        "access_denied" => nameof(AccessDeniedException),
        "authorization_pending" => nameof(AuthorizationPendingException),
        "expired_token" => nameof(ExpiredTokenException),
        "server_error" => nameof(InternalServerException),
        "invalid_client" => nameof(InvalidClientException),
        "invalid_client_metadata" => nameof(InvalidClientMetadataException),
        "invalid_grant" => nameof(InvalidGrantException),
        "invalid_redirect_uri" => nameof(InvalidRedirectUriException),
        "invalid_request" when members.Endpoint is not null || members.Region is not null => nameof(InvalidRequestRegionException),
        "invalid_request" => nameof(InvalidRequestException),
        "invalid_scope" => nameof(InvalidScopeException),
        "slow_down" => nameof(SlowDownException),
        "unauthorized_client" => nameof(UnauthorizedClientException),
        "unsupported_grant_type" => nameof(UnsupportedGrantTypeException),
        _ => null,
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
        value = Text.Clean((hash >= 0 ? value.Substring(hash + 1) : value).Trim());
        return value.Length == 0 ? null : value;
    }

    private static string Message(Members members, HttpStatusCode? status)
    {
        var text = FirstText(members.ErrorDescription, members.Message, members.Error);
        return text is null
            ? $"The service answered {(int?)status} {status} and gave no description."
            : Text.Clean(text);
    }

    private static string? FirstText(params string?[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!string.IsNullOrWhiteSpace(candidate))
                return candidate;
        }

        return null;
    }

    private static Members ReadMembers(ReadOnlySpan<byte> body)
    {
        var members = default(Members);
        try
        {
            var reader = OidcJson.ReaderFor(body);
            if (reader.ReadObjectStart())
                ReadMembers(ref reader, ref members);
        }
        catch (JsonException)
        {
            // HTML of a proxy, an empty or a broken body: the status and what was read so far are the error.
        }

        return members;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, ref Members members)
    {
        while (reader.ReadMember())
        {
            if (reader.IsMember("error"u8)) members.Error = reader.ReadStringOrSkip();
            else if (reader.IsMember("error_description"u8)) members.ErrorDescription = reader.ReadStringOrSkip();
            else if (reader.IsMember("message"u8) || reader.IsMember("Message"u8)) members.Message = reader.ReadStringOrSkip();
            else if (reader.IsMember("code"u8) || reader.IsMember("Code"u8)) members.Code = reader.ReadStringOrSkip();
            else if (reader.IsMember("__type"u8)) members.Type = reader.ReadStringOrSkip();
            else if (reader.IsMember("reason"u8)) members.Reason = reader.ReadStringOrSkip();
            else if (reader.IsMember("endpoint"u8)) members.Endpoint = reader.ReadStringOrSkip();
            else if (reader.IsMember("region"u8)) members.Region = reader.ReadStringOrSkip();
            else reader.SkipMember();
        }
    }
}
