using System.Globalization;
using System.Text;
using System.Xml;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Endpoints;
using SsoOidc.Settings;
using SsoOidc.Signing;

namespace SsoOidc.Credentials;

/// <summary>The two operations of STS that give a role's credentials, over its Query protocol (version 2011-06-15).</summary>
internal sealed class StsClient
{
    private const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    // Where STS is asked when no region is known; every commercial account can reach it.
    private const string DefaultRegion = "us-east-1";

    private static readonly HttpPatience Patience = new(TimeSpan.FromSeconds(15), 3);

    private readonly CredentialContext _context;
    private readonly RoleRequest _role;
    private readonly string _region;
    private readonly Uri _endpoint;

    /// <exception cref="SsoOidcConfigurationException">The region or the endpoint cannot be used.</exception>
    public StsClient(CredentialContext context, RoleRequest role)
    {
        _context = context;
        _role = role;
        if (role.Region is { } configured)
            RegionName.Validate(configured);
        var variables = context.Environment;
        var region = role.Region?.Value ?? context.Region ?? variables.Get("AWS_REGION") ?? variables.Get("AWS_DEFAULT_REGION") ?? DefaultRegion;
        var settings = context.Settings;
        _endpoint = EndpointResolver.Resolve(
            region, settings.EndpointUrl(AwsService.Sts)?.Value, settings.UseFips()?.Value ?? false, settings.UseDualStack()?.Value ?? false, "sts");
        _region = EndpointResolver.SigningRegion(region)!;
    }

    /// <summary>Tells the role, and where it is assumed, from every other.</summary>
    public string Identity => $"{_role.Identity}|{_endpoint.AbsoluteUri}";

    /// <param name="action">AssumeRole or AssumeRoleWithWebIdentity.</param>
    /// <param name="more">The parameters of that action.</param>
    /// <param name="signWith">Signs the request; <c>null</c> sends it unsigned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AwsCredentials> AssumeAsync(
        string action, (string Name, string? Value)[] more, AwsCredentials? signWith, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(QueryText.Write(
        [
            ("Action", action),
            ("Version", "2011-06-15"),
            ("RoleArn", _role.RoleArn),
            ("RoleSessionName", _role.SessionName ?? "SsoOidc-" + _context.TimeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("DurationSeconds", _role.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
            .. more,
        ]));
        var response = await new CredentialHttp(_context)
            .SendAsync(_role.Description, () => CreateRequest(body, signWith), Patience, cancellationToken)
            .ConfigureAwait(false);
        return Read(action, response);
    }

    private HttpRequestMessage CreateRequest(byte[] body, AwsCredentials? signWith)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = content };
        if (signWith is null)
            return request;

        var signature = SigV4Signer.Sign("POST", _endpoint, ContentType, body, signWith, _region, "sts", _context.TimeProvider.GetUtcNow());
        request.Headers.TryAddWithoutValidation("x-amz-date", signature.AmzDate);
        if (signature.SecurityToken is { } token)
            request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
        return request;
    }

    private AwsCredentials Read(string action, CredentialResponse response)
    {
        var source = _role.Description;
        var elements = ReadElements(response.Body);
        string? Value(string name) => elements.TryGetValue(name, out var value) ? value : null;

        if (!response.IsSuccess)
        {
            var code = Value("Code") is { } c ? Shown.Clean(c, 80) : "HTTP " + (int)response.Status;
            var message = Value("Message") is { } m ? ": " + Shown.Clean(m) : "";
            throw new CredentialsException(source, "STS refused " + action + ": " + code + message);
        }

        return CredentialParts.Create(
            source,
            Value("AccessKeyId"),
            Value("SecretAccessKey"),
            Value("SessionToken"),
            Value("Expiration") is { } expiration ? CredentialParts.Time(source, expiration) : null,
            _context.TimeProvider);
    }

    // The names that matter are unique in both kinds of answer, so nesting need not be followed. What is not XML has no elements.
    private static Dictionary<string, string> ReadElements(byte[] body)
    {
        var elements = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new MemoryStream(body), settings);
        try
        {
            var name = "";
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                    name = reader.LocalName;
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    elements[name] = reader.Value.Trim();
            }
        }
        catch (XmlException)
        {
            elements.Clear();
        }

        return elements;
    }
}
