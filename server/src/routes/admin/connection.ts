import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/connection',
    handler: 'connection.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'PUT',
    path: '/connection',
    handler: 'connection.update',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/connection/welcome-preview',
    handler: 'connection.previewWelcome',
    config: requires('changeSettings'),
  },
  {
    method: 'GET',
    path: '/connection/retention',
    handler: 'connection.previewRetention',
    config: requires('changeSettings'),
  },
  {
    method: 'GET',
    path: '/connection/alert-recipients',
    handler: 'connection.findAlertRecipients',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/connection/enable',
    handler: 'connection.enable',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/connection/disable',
    handler: 'connection.disable',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/connection/site',
    handler: 'connection.answerSite',
    config: requires('changeSettings'),
  },
];
