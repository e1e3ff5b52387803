using System.Net;

namespace Amazon.Runtime;

/// <summary>What scripts look up on any error of an AWS service.</summary>
internal class AmazonServiceException(SsoOidc.SsoOidcException error, string message) : Exception(message)
{
    private protected SsoOidc.SsoOidcException Cause { get; } = error;

    /// <summary>The name of the error's type.</summary>
    public string ErrorCode => Cause.Code ?? GetType().Name;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode => Cause.StatusCode.GetValueOrDefault();

    /// <summary>The service's request id.</summary>
    public string? RequestId => Cause.RequestId;
}
