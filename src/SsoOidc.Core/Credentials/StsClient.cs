using System.Globalization;
using System.Text;
using System.Xml;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Endpoints;
using SsoOidc.Http;
using SsoOidc.Settings;
using SsoOidc.Signing;

namespace SsoOidc.Credentials;

/// <summary>The two operations of STS that give a role's credentials, over its Query protocol (version 2011-06-15).</summary>
internal sealed class StsClient
{
    private const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    // Where STS is asked when no region is known; every commercial account can reach it.
    private const string DefaultRegion = "us-east-1";

    private const string GlobalRegion = "aws-global";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

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
        var variable = variables.Get("AWS_REGION") ?? variables.Get("AWS_DEFAULT_REGION");
        // As in the AWS CLI, the variable wins over the profile.
        var region = (role.Region is { } own ? variable ?? own.Value : context.Region ?? variable) ?? DefaultRegion;
        var settings = context.Settings;
        _endpoint = EndpointResolver.Resolve(
            region, settings.EndpointUrl(AwsService.Sts)?.Value, settings.UseFips()?.Value ?? false, settings.UseDualStack()?.Value ?? false, "sts");
        _region = EndpointResolver.SigningRegion(region)!;
        if (_region != GlobalRegion)
            return;
        // The one service with an endpoint for the whole partition, which signs for this region.
        _region = DefaultRegion;
        if (_endpoint.Host == $"sts.{GlobalRegion}.amazonaws.com")
            _endpoint = new Uri("https://sts.amazonaws.com");
    }

    /// <summary>Tells the role, and where it is assumed, from every other.</summary>
    public string Identity => $"{_role.Identity}|{_endpoint.AbsoluteUri}";

    /// <param name="action">AssumeRole or AssumeRoleWithWebIdentity.</param>
    /// <param name="more">The parameters of that action.</param>
    /// <param name="signer">Whose credentials sign the request; <c>null</c> sends it unsigned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AwsCredentials> AssumeAsync(
        string action, (string Name, string? Value)[] more, ICredentialSource? signer, CancellationToken cancellationToken)
    {
        if (EndpointResolver.WarningOf(_endpoint) is { } warning)
            _context.Warn?.Invoke(warning);
        var body = Encoding.UTF8.GetBytes(QueryText.Write(
        [
            ("Action", action),
            ("Version", "2011-06-15"),
            ("RoleArn", _role.RoleArn),
            ("RoleSessionName", _role.SessionName ?? "SsoOidc-" + _context.TimeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("DurationSeconds", _role.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
            .. more,
        ]));
        var call = new Call(this, body, signer)
        {
            // The code of an MFA device is good for one request.
            IsReplaySafe = !Array.Exists(more, member => member is { Name: "TokenCode", Value: not null }),
        };
        using var answer = await CredentialHttp.SendAsync(_context, call, isDirect: false, cancellationToken).ConfigureAwait(false);
        return Read(action, answer);
    }

    private AwsCredentials Read(string action, TransportResponse answer)
    {
        var source = _role.Description;
        var elements = ReadElements(answer.Body.ToArray());
        string? Value(string name) => elements.TryGetValue(name, out var value) ? value : null;

        if (!answer.IsSuccess)
        {
            var code = Value("Code") is { } c ? Shown.Clean(c, 80) : "HTTP " + (int)answer.StatusCode;
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

    private sealed class Call(StsClient sts, byte[] body, ICredentialSource? signer)
        : HttpCall(sts._role.Description, Patience, sts._context.MaxAttempts)
    {
        private AwsCredentials? _signedWith;

        public override bool IsSigned => signer is not null;

        public override async ValueTask<HttpRequestMessage> CreateAsync(CancellationToken cancellationToken)
        {
            var request = HttpTransport.Post(sts._endpoint, new(body), ContentType);
            if (signer is null)
                return request;
            _signedWith = await sts._context.GetAsync(signer, cancellationToken).ConfigureAwait(false);
            SigV4Signer.Sign("POST", sts._endpoint, ContentType, body, _signedWith, sts._region, "sts", sts._context.TimeProvider.GetUtcNow() + ClockOffset).AddTo(request);
            return request;
        }

        public override bool Renew() => _signedWith is { } credentials && sts._context.Drop(signer!, credentials);

        public override string? CodeOf(TransportResponse refusal) => ReadElements(refusal.Body.ToArray()).TryGetValue("Code", out var code) ? code : null;
    }
}
