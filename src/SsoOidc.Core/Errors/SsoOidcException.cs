using System.Net;

namespace SsoOidc;

/// <summary>
/// A call that failed: the base of the service's modelled errors, and itself an error whose kind is not known.
/// The message is the service's description, never a raw body.
/// </summary>
public class SsoOidcException : Exception
{
    /// <summary>Creates the error.</summary>
    public SsoOidcException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong and what to do. Settings and calls stand in backticks under their names in this library.</summary>
    public override string Message => Wording is null ? base.Message : Wording(base.Message);

    /// <summary>Puts them into the words of who called: a cmdlet has parameters and commands.</summary>
    internal Func<string, string>? Wording { get; set; }

    /// <summary>The <c>error</c> value (RFC 6749 section 5.2), for example <c>invalid_grant</c>.</summary>
    public string? Error { get; internal set; }

    /// <summary>The <c>error_description</c> as the service sent it; not cleaned for a terminal, as <see cref="Exception.Message"/> is.</summary>
    public string? ErrorDescription { get; internal set; }

    /// <summary>The error type's name as the service sent it, for example <c>InvalidGrantException</c>; null when it named none.</summary>
    public string? Code { get; internal set; }

    /// <summary>Request ids, status and attempts of the exchange.</summary>
    public ResponseMetadata Metadata { get; internal set; } = new();

    /// <summary>The HTTP status; null when no answer arrived.</summary>
    public HttpStatusCode? StatusCode => Metadata.HttpStatusCode;

    /// <summary>The service's request id.</summary>
    public string? RequestId => Metadata.RequestId;
}
