using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;

namespace PqCrypto.Tokens.Tests.IdentityModel;

/// <summary>A service of ASP.NET Core that asks an issuer for its keys and lets tokens in by its JwtBearer handler, over HTTP on loopback.</summary>
public class AspNetCoreTests
{
    private const string Audience = "orders-api";

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public async Task Service_WithTheKeysOfItsIssuer_LetsOnlyItsTokensIn(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        using SignaturePrivateKey foreign = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey key = new(privateKey), wrong = new(foreign) { KeyId = key.KeyId };
        await using WebApplication issuer = await StartIssuer(key);
        await using WebApplication service = await StartService(AddressOf(issuer));
        using HttpClient client = new() { BaseAddress = new Uri(AddressOf(service)) };

        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(client, token: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(client, Create(wrong, AddressOf(issuer)))).Status);
        (HttpStatusCode status, string text) = await Get(client, Create(key, AddressOf(issuer)));
        Assert.Equal((HttpStatusCode.OK, "hello alice"), (status, text));
    }

    private static async Task<WebApplication> StartIssuer(PqSecurityKey key)
    {
        WebApplication issuer = Build(_ => { });
        issuer.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = AddressOf(issuer), jwks_uri = AddressOf(issuer) + "/jwks" }));
        issuer.MapGet("/jwks", () => Results.Text($$"""{"keys":[{{key.ExportJwk()}}]}""", "application/json"));
        await issuer.StartAsync();
        return issuer;
    }

    private static async Task<WebApplication> StartService(string authority)
    {
        WebApplication service = Build(services =>
        {
            JsonWebKeySet.DefaultSkipUnresolvedJsonWebKeys = false;
            services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = "orders-api";
                options.MapInboundClaims = false;
                options.TokenValidationParameters.CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = new PqCryptoProvider() };
            });
            services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.RequireHttpsMetadata = false);     // on loopback only
            services.AddAuthorization();
        });
        service.UseAuthentication();
        service.UseAuthorization();
        service.MapGet("/", (HttpContext context) => $"hello {context.User.FindFirst("sub")?.Value}").RequireAuthorization();
        await service.StartAsync();
        return service;
    }

    private static WebApplication Build(Action<IServiceCollection> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        configure(builder.Services);
        WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        return application;
    }

    private static string AddressOf(WebApplication application) =>
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static string Create(PqSecurityKey key, string issuer) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = Audience,
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = new Dictionary<string, object> { ["sub"] = "alice" },
        SigningCredentials = new SigningCredentials(key, key.Algorithm),
    });

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
