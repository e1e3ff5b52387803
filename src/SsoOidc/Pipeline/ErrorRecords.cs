using System.Management.Automation;

namespace SsoOidc.Pipeline;

/// <summary>The one table from exception to error id, category and recommended action. Ids are stable: scripts match on them.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an exception that the module raises on purpose; null for any other, which is a fault and passes as it is.</summary>
    public static ErrorRecord? Create(Exception exception, object? target)
    {
        if (Describe(exception) is not { } description)
            return null;
        var record = new ErrorRecord(exception, description.Id, description.Category, target);
        if (description.Action is not null)
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = description.Action };
        return record;
    }

    internal static (string Id, ErrorCategory Category, string? Action)? Describe(Exception exception) => exception switch
    {
        AccessDeniedException => ("AccessDenied", ErrorCategory.PermissionDenied, "Start the login again and approve it; if you did not refuse it yourself, ask the administrator for an assignment."),
        AuthorizationPendingException => ("AuthorizationPending", ErrorCategory.ResourceBusy, "Approve the login in the browser and poll again after Interval seconds, or let New-SSOOIDCToken -Wait do so."),
        ExpiredTokenException => ("ExpiredToken", ErrorCategory.OperationTimeout, "Run Start-SSOOIDCDeviceAuthorization for a new device code."),
        InternalServerException => ("InternalServer", ErrorCategory.ResourceUnavailable, "Try again later; quote the request id to AWS support if it stays."),
        InvalidClientException => ("InvalidClient", ErrorCategory.AuthenticationError, "Run Register-SSOOIDCClient for a new client: a registration lives about 90 days, in one region."),
        InvalidClientMetadataException => ("InvalidClientMetadata", ErrorCategory.InvalidArgument, "Check -ClientName and -ClientType; the service takes the type public only."),
        InvalidGrantException => ("InvalidGrant", ErrorCategory.AuthenticationError, "Log in again: codes and refresh tokens work once, and end with the session. Check that region and start URL belong together."),
        InvalidRedirectUriException => ("InvalidRedirectUri", ErrorCategory.InvalidArgument, "Register http://127.0.0.1/oauth/callback without a port, and use it with the port of your listener."),
        InvalidRequestRegionException => ("InvalidRequestRegion", ErrorCategory.InvalidArgument, "Use the region that the error names with -Region."),
        InvalidRequestException => ("InvalidRequest", ErrorCategory.InvalidArgument, "Check that -Region is the region of IAM Identity Center and that the start URL is the one of its access portal."),
        InvalidScopeException => ("InvalidScope", ErrorCategory.InvalidArgument, "Check -Scope; for access to accounts it is sso:account:access."),
        SlowDownException => ("SlowDown", ErrorCategory.LimitsExceeded, "Add 5 seconds to the interval for good, or let New-SSOOIDCToken -Wait do so."),
        UnauthorizedClientException => ("UnauthorizedClient", ErrorCategory.PermissionDenied, "Register the client with this grant in -GrantType."),
        UnsupportedGrantTypeException => ("UnsupportedGrantType", ErrorCategory.InvalidArgument, "Use one of the grant types that completion of -GrantType offers."),
        SsoOidcConnectionException => ("ConnectionFailed", ErrorCategory.ConnectionError, "Check the network, the proxy, -Region and -EndpointUrl."),
        SsoOidcTimeoutException => ("RequestTimeout", ErrorCategory.OperationTimeout, "Check the network and the proxy, then try again."),
        SsoOidcResponseException => ("InvalidResponse", ErrorCategory.InvalidResult, "Check -EndpointUrl and any proxy on the way: something other than the service answered."),
        SsoOidcLoginException { Failure: LoginFailure.LoginRequired } => ("LoginRequired", ErrorCategory.AuthenticationError, null),
        SsoOidcLoginException login => ($"Login{login.Failure}", CategoryOf(login.Failure), null),
        SsoOidcException => ("ServiceError", ErrorCategory.InvalidResult, "Check the credentials and their permission for sso-oauth:CreateTokenWithIAM if the call was signed; quote the request id to AWS support otherwise."),
        SsoOidcConfigurationException => ("InvalidConfiguration", ErrorCategory.InvalidArgument, null),
        ArgumentException => ("InvalidArgument", ErrorCategory.InvalidArgument, null),
        _ => null,
    };

    private static ErrorCategory CategoryOf(LoginFailure failure) => failure switch
    {
        LoginFailure.Denied or LoginFailure.Refused => ErrorCategory.PermissionDenied,
        LoginFailure.TimedOut => ErrorCategory.OperationTimeout,
        LoginFailure.PortUnavailable or LoginFailure.Busy => ErrorCategory.ResourceBusy,
        LoginFailure.WrongRegionOrStartUrl => ErrorCategory.InvalidArgument,
        LoginFailure.NotSaved => ErrorCategory.WriteError,
        _ => ErrorCategory.AuthenticationError,
    };
}
