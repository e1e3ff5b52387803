namespace SsoOidc.FakeEndpoint.Http;

/// <summary>The fourteen modelled errors: name without "Exception", HTTP status, value of the <c>error</c> member.</summary>
internal sealed record ErrorKind(string Name, int Status, string Error)
{
    public static readonly ErrorKind AccessDenied = new("AccessDenied", 400, "access_denied");
    public static readonly ErrorKind AuthorizationPending = new("AuthorizationPending", 400, "authorization_pending");
    public static readonly ErrorKind ExpiredToken = new("ExpiredToken", 400, "expired_token");
    public static readonly ErrorKind InternalServer = new("InternalServer", 500, "server_error");
    public static readonly ErrorKind InvalidClient = new("InvalidClient", 401, "invalid_client");
    public static readonly ErrorKind InvalidClientMetadata = new("InvalidClientMetadata", 400, "invalid_client_metadata");
    public static readonly ErrorKind InvalidGrant = new("InvalidGrant", 400, "invalid_grant");
    public static readonly ErrorKind InvalidRedirectUri = new("InvalidRedirectUri", 400, "invalid_redirect_uri");
    public static readonly ErrorKind InvalidRequest = new("InvalidRequest", 400, "invalid_request");
    public static readonly ErrorKind InvalidRequestRegion = new("InvalidRequestRegion", 400, "invalid_request");
    public static readonly ErrorKind InvalidScope = new("InvalidScope", 400, "invalid_scope");
    public static readonly ErrorKind SlowDown = new("SlowDown", 400, "slow_down");
    public static readonly ErrorKind UnauthorizedClient = new("UnauthorizedClient", 400, "unauthorized_client");
    public static readonly ErrorKind UnsupportedGrantType = new("UnsupportedGrantType", 400, "unsupported_grant_type");

    public static readonly IReadOnlyList<ErrorKind> All =
    [
        AccessDenied, AuthorizationPending, ExpiredToken, InternalServer, InvalidClient, InvalidClientMetadata, InvalidGrant,
        InvalidRedirectUri, InvalidRequest, InvalidRequestRegion, InvalidScope, SlowDown, UnauthorizedClient, UnsupportedGrantType,
    ];

    /// <summary>Finds a kind by its name with or without "Exception".</summary>
    public static ErrorKind? Find(string name) => All.FirstOrDefault(kind => name == kind.Name || name == kind.Name + "Exception");
}
